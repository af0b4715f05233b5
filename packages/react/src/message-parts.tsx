import type { ReactNode } from "react"
import type { ClientFile, Line } from "@escucha/core/client"

/** What is shown below the words of a message. */
export interface MessagePartsProps {
  readonly line: Line
  /** Where the routes of the server begin. */
  readonly baseUrl: string
}

const isPage = /^(?:https?|mailto|tel):/i

const nameOf = ({ name, alt, kind }: ClientFile): string => alt ?? name ?? kind

/** What is said in it as one caption, and its name where nobody wrote that down: https://www.w3.org/TR/webvtt1/ */
const captionsOf = (file: ClientFile): string => {
  const said = (file.transcript ?? nameOf(file)).replaceAll("-->", "→").replaceAll(/\n{2,}/g, "\n")
  return `data:text/vtt,${encodeURIComponent(`WEBVTT\n\n00:00.000 --> 99:59:59.000\n${said.toWellFormed()}`)}`
}

const Attached = ({ file, baseUrl }: { readonly file: ClientFile; readonly baseUrl: string }): ReactNode => {
  const { kind, url: given, name } = file
  const url = given.startsWith("/") ? `${baseUrl}${given}` : given
  if (!/^(?:https?:|\/|blob:)/i.test(url)) return null
  switch (kind) {
    case "image":
      return <img src={url} alt={nameOf(file)} loading="lazy" />
    case "audio":
    case "voice":
      return (
        <audio src={url} controls aria-label={nameOf(file)}>
          <track kind="captions" src={captionsOf(file)} />
        </audio>
      )
    case "video":
      return (
        <video src={url} controls aria-label={nameOf(file)}>
          <track kind="captions" src={captionsOf(file)} />
        </video>
      )
    default:
      return (
        <a href={url} download={name ?? true} rel="noopener noreferrer">
          {nameOf(file)}
        </a>
      )
  }
}

/** The pages that a message opens, and its files. An address that is no page is not shown as one. */
export const MessageParts = ({ line, baseUrl }: MessagePartsProps): ReactNode => {
  const { links = [], files = [], upload } = line
  if (!line.links && !line.files && !upload) return null
  return (
    <div className="escucha-parts">
      {files.map((file) => (
        <Attached key={file.url} file={file} baseUrl={baseUrl} />
      ))}
      {upload && files.length === 0 && <span>{upload.file instanceof File ? upload.file.name : "…"}</span>}
      {links
        .filter(({ url }) => isPage.test(url))
        .map(({ url, label }) => (
          <a key={url} href={url} target="_blank" rel="noopener noreferrer" dir="auto">
            {label}
          </a>
        ))}
    </div>
  )
}
