import type { Attachment, Media, MediaPart, ThreadItem } from "@escucha/core"

/** A file of a message: what it is, and by which name the desk asks for it. */
export interface MessageFile {
  readonly part: string
  readonly kind: MediaPart
  readonly media: Media
}

const parts: readonly MediaPart[] = ["image", "video", "voice", "audio", "file"]

/** Types that a browser shows without running anything that is in them: the server gives others as a download alone. */
const shown: ReadonlySet<string> = new Set(
  [
    "image/jpeg image/png image/gif image/webp image/avif",
    "audio/mpeg audio/mp4 audio/aac audio/ogg audio/opus audio/wav audio/webm audio/flac audio/amr audio/m4a audio/x-m4a",
    "video/mp4 video/webm video/ogg video/quicktime video/3gpp",
  ].flatMap((line) => line.split(" ")),
)

/** Whether a file of this type may be shown in the page. */
export const isShown = (type: string): boolean => shown.has(type.split(";", 1)[0]?.trim().toLowerCase() ?? "")

/** How a file is shown: by what the channel says that it is, and never so where its type may hold a script. */
export const shownAs = ({ kind, media }: Pick<MessageFile, "kind" | "media">): MediaPart =>
  media.type === undefined || isShown(media.type) ? kind : "file"

/** The part of a message that a file of this type becomes when we send it. */
export const partOfType = (type: string, isVoice: boolean): MediaPart => {
  if (!isShown(type)) return "file"
  const [family] = type.split("/")
  if (family === "image" || family === "video") return family
  return isVoice ? "voice" : "audio"
}

const received = (attachments: readonly Attachment[] = []): readonly MessageFile[] =>
  attachments.map(({ kind, ...media }, place) => ({ part: String(place), kind, media }))

/** The files of a line of the thread. */
export const filesOf = (item: ThreadItem): readonly MessageFile[] => {
  if (item.type === "received") return received(item.attachments)
  if (item.type !== "written") return []
  return parts.flatMap((kind) => {
    const media = item.parts[kind]
    return media === undefined ? [] : [{ part: kind, kind, media }]
  })
}

/** The address of a page of the web; null where it is anything else, because it came from outside. */
export const webPage = (url: string | undefined): string | null => {
  if (url === undefined || !URL.canParse(url)) return null
  const { protocol, href } = new URL(url)
  return protocol === "https:" || protocol === "http:" ? href : null
}
