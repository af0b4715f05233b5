// Messages as WhatsApp takes them: https://developers.facebook.com/docs/whatsapp/cloud-api/messages
import type { Outgoing, Payload } from "@escucha/core"

const mediaOf = ({ image, audio, voice, video, file, text }: Payload): object | undefined => {
  const caption = text === "" ? {} : { caption: text }
  if (image) return { type: "image", image: { link: image.url, ...caption } }
  if (video) return { type: "video", video: { link: video.url, ...caption } }
  if (voice) return { type: "audio", audio: { link: voice.url, voice: true } }
  if (audio) return { type: "audio", audio: { link: audio.url } }
  return (
    file && { type: "document", document: { link: file.url, ...caption, ...(file.name && { filename: file.name }) } }
  )
}

/** Up to three answers become buttons, more of them a list; a link has a button of its own kind. */
const interactiveOf = ({ text, choices, links }: Payload, more: string): object | undefined => {
  const body = { body: { text: text === "" ? "…" : text } }
  const [link] = links ?? []
  if (!choices)
    return (
      link && {
        ...body,
        type: "cta_url",
        action: { name: "cta_url", parameters: { display_text: link.label, url: link.url } },
      }
    )
  const isShort = choices.length <= 3 && choices.every(({ label }) => label.length <= 20)
  if (isShort)
    return {
      ...body,
      type: "button",
      action: { buttons: choices.map(({ value, label }) => ({ type: "reply", reply: { id: value, title: label } })) },
    }
  const rows = choices.map(({ value, label, description }) => ({
    id: value,
    title: label,
    ...(description && { description }),
  }))
  return { ...body, type: "list", action: { button: more, sections: [{ title: more, rows }] } }
}

const restOf = ({ place, contact, template }: Payload): object | undefined => {
  if (template) {
    const values = Object.entries(template.values ?? {})
    const parameters = values.map(([name, text]) => ({
      type: "text",
      text,
      ...(/^\d+$/.test(name) ? {} : { parameter_name: name }),
    }))
    return {
      type: "template",
      template: {
        name: template.name,
        language: { code: template.language.replace("-", "_") },
        ...(parameters.length > 0 && { components: [{ type: "body", parameters }] }),
      },
    }
  }
  if (place) return { type: "location", location: place }
  if (!contact) return undefined
  const { name, phones = [], emails = [], organization } = contact
  return {
    type: "contacts",
    contacts: [
      {
        name: { formatted_name: name, first_name: name },
        phones: phones.map((phone) => ({ phone })),
        emails: emails.map((email) => ({ email })),
        ...(organization && { org: { company: organization } }),
      },
    ],
  }
}

/** Business-scoped user ids, of people who gave no phone number: `ES.1047…`. */
const isUserId = (address: string): boolean => /^[A-Z]{2}\.\w+$/.test(address)

/** The body of a call that sends one message; `more` is the label of the button that opens a list. */
export const whatsappBody = ({ id, address, content }: Outgoing, more: string): object => {
  const interactive = interactiveOf(content, more)
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...(isUserId(address) ? { recipient: address } : { to: address }),
    ...(mediaOf(content) ??
      restOf(content) ??
      (interactive
        ? { type: "interactive", interactive }
        : { type: "text", text: { body: content.text, preview_url: false } })),
    biz_opaque_callback_data: id,
  }
}
