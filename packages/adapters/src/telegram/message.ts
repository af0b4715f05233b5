// How a bot says it: https://core.telegram.org/bots/api#available-methods
import type { Choice, Link, Payload } from "@escucha/core"

type Button = { readonly text: string } & ({ readonly callback_data: string } | { readonly url: string })

/** A scale lies in rows of six, so that it is seen at once; words have a row of their own, and so has each link. */
const keyboardOf = (choices: readonly Choice[] = [], links: readonly Link[] = []) => {
  const answers = choices.map(({ value, label }): Button => ({ text: label, callback_data: value }))
  const width = choices.every(({ label }) => label.length <= 2) ? 6 : 1
  const rows = Array.from({ length: Math.ceil(answers.length / width) }, (_, row) =>
    answers.slice(row * width, (row + 1) * width),
  )
  const all = [...rows, ...links.map(({ label, url }): readonly Button[] => [{ text: label, url }])]
  return all.length > 0 ? { reply_markup: { inline_keyboard: all } } : {}
}

/** A method of the Bot API, and what it is called with. */
export interface BotCall {
  readonly method: string
  readonly body: { readonly [name: string]: unknown }
}

const modeOf = ({ format }: Payload) => (format === undefined ? {} : { parse_mode: "HTML" })

/** The call that sends this message to a chat. */
export const sendCall = (chat: string, content: Payload): BotCall => {
  const { text, image, video, voice, audio, file, place, contact, choices, links } = content
  const base = { chat_id: chat, ...keyboardOf(choices, links) }
  const caption = text === "" ? {} : { caption: text, ...modeOf(content) }
  if (image) return { method: "sendPhoto", body: { ...base, photo: image.url, ...caption } }
  if (video) return { method: "sendVideo", body: { ...base, video: video.url, ...caption } }
  if (voice) return { method: "sendVoice", body: { ...base, voice: voice.url, ...caption } }
  if (audio) return { method: "sendAudio", body: { ...base, audio: audio.url, ...caption } }
  if (file) return { method: "sendDocument", body: { ...base, document: file.url, ...caption } }
  if (contact) {
    const [phone = ""] = contact.phones ?? []
    return { method: "sendContact", body: { ...base, first_name: contact.name, phone_number: phone } }
  }
  if (!place) return { method: "sendMessage", body: { ...base, text, ...modeOf(content) } }
  const { latitude, longitude, name, address } = place
  return name === undefined
    ? { method: "sendLocation", body: { ...base, latitude, longitude } }
    : { method: "sendVenue", body: { ...base, latitude, longitude, title: name, address: address ?? name } }
}

/** The call that writes other words into a message of ours. */
export const editCall = (provider: string, content: Payload): BotCall => {
  const [chat = "", message = ""] = provider.split(":")
  const { text, choices, links } = content
  return {
    method: "editMessageText",
    body: { chat_id: chat, message_id: Number(message), text, ...modeOf(content), ...keyboardOf(choices, links) },
  }
}
