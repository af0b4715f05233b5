import type { Channel } from "../../channel/channel.ts"
import { type Content, type MediaPart, mediaParts } from "../../channel/content.ts"
import type { Attachment } from "../../channel/inbound.ts"
import type { Media } from "../../channel/media.ts"
import { render } from "../../channel/render.ts"
import type { ClientFile, ClientMessage } from "../../client/wire.ts"
import type { Loop } from "../loop.ts"
import { linkTo, sending } from "../media/link.ts"

const fileOf = (kind: MediaPart, { url, type, name, alt, transcript }: Media): ClientFile => ({
  kind,
  url,
  ...(type !== undefined && { type }),
  ...(name !== undefined && { name }),
  ...(alt !== undefined && { alt }),
  ...(transcript !== undefined && { transcript }),
})

const withFiles = (files: readonly ClientFile[]): Pick<ClientMessage, "files"> => (files.length > 0 ? { files } : {})

/** What a visitor sent, as their page shows it. */
export const receivedFiles = (attachments: readonly Attachment[] = []): Pick<ClientMessage, "files"> =>
  withFiles(attachments.map(({ kind, ...media }) => fileOf(kind, media)))

/** What we wrote, as far as a page carries it: the rest is said in words, as on every channel. */
export const shownParts = (
  content: Content,
  capabilities: Channel["capabilities"],
): Pick<ClientMessage, "text" | "choices" | "links" | "files"> => {
  const rendered = render(content, capabilities)
  const payloads = "payloads" in rendered ? rendered.payloads : [content]
  const [choices, links] = [
    payloads.flatMap((each) => each.choices ?? []),
    payloads.flatMap((each) => each.links ?? []),
  ]
  const files = payloads.flatMap((payload) =>
    mediaParts.flatMap((part) => {
      const media = payload[part]
      return media ? [fileOf(part, media)] : []
    }),
  )
  return {
    text: payloads
      .map(({ text }) => text)
      .filter((text) => text !== "")
      .join("\n"),
    ...(choices.length > 0 && { choices }),
    ...(links.length > 0 && { links }),
    ...withFiles(files),
  }
}

const isWeb = ({ url }: ClientFile): boolean => /^https?:/.test(url)

/** The message with links by which its page fetches our own files. */
export const withLinks = async (loop: Loop, channel: string, message: ClientMessage): Promise<ClientMessage> => {
  const { files } = message
  if (!files || files.every(isWeb)) return message
  const linked = files.map(async (file) =>
    isWeb(file) ? file : { ...file, url: (await linkTo(loop, file, channel, sending)).path },
  )
  return { ...message, files: await Promise.all(linked) }
}
