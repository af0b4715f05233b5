// Activities that we send: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#hero-card
import type { Card, Choice, Link, Media, Payload } from "@escucha/core"

const buttonsOf = (choices: readonly Choice[] = [], links: readonly Link[] = []) => [
  ...choices.map(({ value, label }) => ({
    type: "messageBack",
    title: label,
    displayText: label,
    text: label,
    value: { choice: value },
  })),
  ...links.map(({ label, url }) => ({ type: "openUrl", title: label, value: url })),
]

const heroOf = (content: object) => ({ contentType: "application/vnd.microsoft.card.hero", content })

const cardOf = ({ title, text, image, choices, links }: Card) =>
  heroOf({
    title,
    ...(text !== undefined && { text }),
    ...(image && { images: [{ url: image.url, alt: image.alt ?? "" }] }),
    buttons: buttonsOf(choices, links),
  })

const imageOf = ({ url, type = "image/png", name }: Media) => ({
  contentType: type,
  contentUrl: url,
  ...(name && { name }),
})

/** The activity that says this; `own` is our id of it. */
export const activityOf = ({ text, format, image, cards, choices, links }: Payload): object => {
  const buttons = buttonsOf(choices, links)
  const attachments = [
    ...(image ? [imageOf(image)] : []),
    ...(cards ?? []).map(cardOf),
    ...(buttons.length > 0 ? [heroOf({ buttons })] : []),
  ]
  return {
    type: "message",
    text,
    textFormat: format === undefined ? "plain" : "markdown",
    ...(attachments.length > 0 && { attachments, attachmentLayout: cards ? "carousel" : "list" }),
  }
}
