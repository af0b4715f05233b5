import { useState } from "react"
import { Download, FileText, ImageOff, Mic, Music } from "lucide-react"
import type { CustomerId, EntryId } from "@escucha/core"
import type { FileLink } from "../../data/channel-client.ts"
import { useResource, type Resource } from "../../data/resource.ts"
import { useSpeech, type Speech } from "../../i18n/words.tsx"
import { useDesk } from "../../shell/desk-context.ts"
import { shownAs, type MessageFile } from "./kept-file.ts"
import { WhenNear } from "./when-near.tsx"

interface ShownProps {
  readonly file: MessageFile
  readonly path: string
  /** The browser could not read it. */
  readonly onBroken: () => void
}

/** What a file is called: by its name, else by what it is. */
const nameOf = ({ kind, media }: MessageFile, { words }: Speech): string => media.name ?? words.message.part[kind]

/** `PDF · 340 kB · 0:42`: what there is to know before it is opened. */
const factsOf = ({ kind, media }: MessageFile, { words, format }: Speech): string =>
  [
    kind === "file" ? (media.type?.split("/").at(-1)?.toUpperCase() ?? "") : words.message.part[kind],
    media.size === undefined ? "" : format.bytes(media.size),
    media.duration === undefined ? "" : format.countdown(media.duration),
  ]
    .filter((fact) => fact !== "")
    .join(" · ")

const Picture = ({ file, path, onBroken }: ShownProps) => {
  const { words } = useSpeech()
  return (
    <a className="picture" href={path} target="_blank" rel="noreferrer" title={words.message.media.large}>
      <img
        src={path}
        alt={file.media.alt ?? file.media.name ?? words.message.media.picture}
        loading="lazy"
        onError={onBroken}
      />
    </a>
  )
}

const Sound = ({ file, path, onBroken }: ShownProps) => {
  const speech = useSpeech()
  const { words } = speech
  const { transcript } = file.media
  const Icon = file.kind === "voice" ? Mic : Music
  return (
    <figure className="sound">
      <figcaption>
        <Icon aria-hidden="true" />
        {factsOf(file, speech)}
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what is said stands below, where somebody wrote it down */}
      <audio
        controls
        preload="metadata"
        src={path}
        aria-label={words.message.media.play(nameOf(file, speech))}
        onError={onBroken}
      />
      {transcript === undefined ? (
        <p className="faint">{words.message.media.noTranscript}</p>
      ) : (
        <details open>
          <summary>{words.message.media.transcript}</summary>
          <p>{transcript}</p>
        </details>
      )}
    </figure>
  )
}

const Film = ({ file, path, onBroken }: ShownProps) => {
  const speech = useSpeech()
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- customers send films without captions
    <video
      className="film"
      controls
      preload="metadata"
      src={path}
      aria-label={file.media.alt ?? nameOf(file, speech)}
      onError={onBroken}
    />
  )
}

const FileToLoad = ({ file, path }: Pick<ShownProps, "file" | "path">) => {
  const speech = useSpeech()
  const name = nameOf(file, speech)
  return (
    <a className="file" href={path} download={name}>
      <FileText aria-hidden="true" />
      <span>
        <b>{name}</b>
        <small>{factsOf(file, speech)}</small>
      </span>
      <Download aria-hidden="true" />
      <span className="hidden">{speech.words.message.media.download}</span>
    </a>
  )
}

const Broken = ({ isGone, onRetry }: { readonly isGone: boolean; readonly onRetry: () => void }) => {
  const { words } = useSpeech()
  return (
    <p className="media-broken">
      <ImageOff aria-hidden="true" />
      {isGone ? words.message.media.gone : words.message.media.failed}
      <button type="button" className="text-button" onClick={onRetry}>
        {words.message.media.retry}
      </button>
    </p>
  )
}

const shows = { image: Picture, voice: Sound, audio: Sound, video: Film, file: FileToLoad } as const

const Linked = ({ file, link }: { readonly file: MessageFile; readonly link: Resource<FileLink> }) => {
  const { words } = useSpeech()
  const snapshot = useResource(link)
  const [broken, setBroken] = useState(false)
  const retry = () => {
    setBroken(false)
    link.forget()
    void link.refresh()
  }
  if (snapshot.state === "loading")
    return (
      <div className="media-place">
        <span className="hidden">{words.message.media.loading}</span>
      </div>
    )
  if (snapshot.state === "failed") return <Broken isGone={snapshot.error.reason === "unknown"} onRetry={retry} />
  if (broken) return <Broken isGone={false} onRetry={retry} />
  const Show = shows[shownAs(file)]
  return <Show file={file} path={snapshot.data.path} onBroken={() => setBroken(true)} />
}

interface FilePartProps {
  readonly customer: CustomerId
  readonly entry: EntryId
  readonly file: MessageFile
}

/** A file of a message: a picture shown, a sound or a film to play, anything else to download. */
export const FilePart = ({ customer, entry, file }: FilePartProps) => {
  const { data } = useDesk()
  return (
    <WhenNear>
      <Linked file={file} link={data.file({ customer, entry, part: file.part })} />
    </WhenNear>
  )
}
