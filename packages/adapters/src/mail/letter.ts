// A message of ours as a mail: https://www.rfc-editor.org/rfc/rfc5322. Who must not answer it:
// https://www.rfc-editor.org/rfc/rfc3834#section-5. How one unsubscribes with one click: https://www.rfc-editor.org/rfc/rfc8058
import { longestText, type MediaBytes, type Outgoing } from "@escucha/core"
import { toBase64 } from "./base64.ts"
import { plainText } from "./plain-text.ts"

/** A mail before any provider's form. */
export interface Letter {
  readonly subject: string
  readonly text: string
  /** The same with markup, where it was written with some. */
  readonly html?: string
  readonly headers: { readonly [name: string]: string }
  readonly files: readonly MediaBytes[]
}

const parts = ["image", "audio", "voice", "video", "file"] as const

/** What a mail carries: a subject and files, which travel in it. `maxBytes` is the largest file that the provider takes. */
export const mailParts = <const Bytes extends number>(maxBytes: Bytes) => {
  const file = { level: "full", by: "bytes", maxBytes } as const
  // a voice message is a file like others here: nothing shows it as one
  const voice = { level: "partial", by: "bytes", maxBytes } as const
  return { subject: "full", image: file, audio: file, voice, video: file, file } as const
}

/** What a mail says: plain text, and HTML beside it where there is markup. */
export const mailText = { max: longestText, unit: "bytes", format: "html" } as const

const isMessageId = (id: string | undefined): id is string => id !== undefined && /^<[^\s<>]{1,250}>$/.test(id)
const isLink = (url: string | undefined): url is string => url !== undefined && /^https?:\/\/[^\s<>]+$/.test(url)

const headersOf = ({ automatic, unsubscribe, inReplyTo }: Outgoing): Letter["headers"] => {
  const answers = isMessageId(inReplyTo) ? inReplyTo : undefined
  return {
    ...(automatic && { "Auto-Submitted": answers ? "auto-replied" : "auto-generated" }),
    ...(isLink(unsubscribe) && {
      "List-Unsubscribe": `<${unsubscribe}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
    ...(answers && { "In-Reply-To": answers, References: answers }),
  }
}

/** HTML as we write it, for whoever reads none: an address stands behind its label. */
const withoutMarkup = (html: string): string =>
  plainText(
    html.replaceAll(/<a href="([^"<>]*)">([^<>]*)<\/a>/g, (_, url: string, label: string) =>
      label === url || label === "" ? url : `${label} (${url})`,
    ),
  )

/** The files of a message, and the words for one whose bytes could not be had. */
const filesOf = ({ content, files = {} }: Outgoing) => {
  const media = parts.flatMap((part) => content[part] ?? [])
  return {
    files: media.flatMap(({ url }) => (Object.hasOwn(files, url) ? (files[url] ?? []) : [])),
    missing: media.flatMap(({ url, name, alt }) =>
      Object.hasOwn(files, url) || !isLink(url) ? [] : [[alt ?? name, url].filter(Boolean).join(": ")],
    ),
  }
}

/** The message as a mail. `subject` heads what has none. A subject is one line, whatever it was. */
export const letterOf = (message: Outgoing, subject: string): Letter => {
  const { text, format, subject: own = subject } = message.content
  const { files, missing } = filesOf(message)
  const words = format === "html" ? withoutMarkup(text) : text
  return {
    subject: own.replaceAll(/[\r\n\0]+/g, " "),
    text: [...(words === "" ? [] : [words]), ...missing].join("\n"),
    ...(format === "html" && missing.length === 0 && { html: text }),
    headers: headersOf(message),
    files,
  }
}

/** The same for every attempt: some receivers know by it that they have the mail already. */
export const messageIdOf = (id: string, domain: string): string => {
  const plain = encodeURIComponent(id).replaceAll(
    /[()'.]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `<${plain}@${domain}>`
}

/** Our id of a message, out of its Message-ID; `undefined` where no id is in it. */
export const idInMessageId = (messageId: string): string | undefined => {
  try {
    return decodeURIComponent(messageId.slice(1, messageId.lastIndexOf("@")))
  } catch {
    return undefined // URIError: not written by us
  }
}

/** A file as most providers take it. */
export const encodedFile = ({ bytes, type, name }: MediaBytes) => ({ name, type, content: toBase64(bytes) })
