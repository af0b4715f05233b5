// Messages as LINE takes them: https://developers.line.biz/en/reference/messaging-api/#message-objects
import type { Choice, Link, Media, Payload, Place } from "@escucha/core"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

const repliesOf = (choices: readonly Choice[] = []) =>
  choices.length === 0
    ? {}
    : {
        quickReply: {
          items: choices.map(({ value, label }) => ({
            type: "action",
            action: { type: "postback", label, data: value, displayText: label },
          })),
        },
      }

const buttonsOf = (text: string, links: readonly Link[]) => ({
  type: "template",
  altText: text === "" ? (links[0]?.label ?? "") : text,
  template: { type: "buttons", text, actions: links.map(({ label, url }) => ({ type: "uri", label, uri: url })) },
})

/** A sound of unknown length is shown as one of a minute. */
const soundOf = ({ url, duration = 60_000 }: Media) => ({ type: "audio", originalContentUrl: url, duration })

const locationOf = ({ latitude, longitude, name = "", address = name }: Place) => ({
  type: "location",
  title: (name || address || "📍").slice(0, 100),
  address: (address || "📍").slice(0, 100),
  latitude,
  longitude,
})

/** The one message that says this. */
export const lineMessage = ({ text, image, audio, voice = audio, place, choices, links }: Payload): object => {
  const replies = repliesOf(choices)
  if (image) return { type: "image", originalContentUrl: image.url, previewImageUrl: image.url, ...replies }
  if (voice) return { ...soundOf(voice), ...replies }
  if (place) return { ...locationOf(place), ...replies }
  return { ...(links ? buttonsOf(text, links) : { type: "text", text }), ...replies }
}

/** LINE's key of a call is a UUID: always the same for the same message (https://www.rfc-editor.org/rfc/rfc9562#section-5.8). */
export const retryKey = (id: string): string => {
  const hex = bytesToHex(sha256(utf8ToBytes(id)))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
