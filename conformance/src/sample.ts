import type { Content, Feature } from "@escucha/core"

type Samples = { readonly [Part in Feature]: NonNullable<Content[Part]> }

const file = (name: string, type: string) => ({ url: `https://shop.example/${name}`, type, name, size: 1000 })

const samples: Samples = {
  subject: "Your order",
  choices: [
    { value: "yes", label: "Yes" },
    { value: "no", label: "No" },
  ],
  links: [{ label: "Track it", url: "https://shop.example/track" }],
  image: file("shoe.png", "image/png"),
  audio: file("song.mp3", "audio/mpeg"),
  voice: file("note.ogg", "audio/ogg"),
  video: file("box.mp4", "video/mp4"),
  file: file("bill.pdf", "application/pdf"),
  place: { latitude: 40.4168, longitude: -3.7038, name: "Shop", address: "Plaza Mayor 1" },
  contact: { name: "Ana Ruiz", phones: ["+34600333444"], emails: ["ana@mail.example"] },
  cards: [{ title: "Shoe", text: "Blue", links: [{ label: "See it", url: "https://shop.example/shoe" }] }],
  template: { name: "order_update", language: "en", values: { "1": "Ana" } },
}

/** A message with text alone, and one for each of these parts. */
export const sampleContents = (
  features: readonly Feature[],
  template = samples.template.name,
): readonly (readonly [string, Content])[] => [
  ["text", { text: "Your order is on its way" }],
  ...features.map((feature): readonly [string, Content] =>
    feature === "template"
      ? [feature, { text: "", template: { ...samples.template, name: template } }]
      : [feature, { text: "Your order is on its way", [feature]: samples[feature] }],
  ),
]
