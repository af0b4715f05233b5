import { useEffect, useMemo } from "react"
import { FileText, Mic, X } from "lucide-react"
import type { ReplyFile } from "../../data/channel-client.ts"
import { useSpeech } from "../../i18n/words.tsx"
import { isShown } from "../media/kept-file.ts"
import type { FileRemark } from "./fit.ts"

/** An address of the file within this page, for as long as it is looked at. */
const usePreview = (blob: Blob): string => {
  const address = useMemo(() => URL.createObjectURL(blob), [blob])
  useEffect(() => () => URL.revokeObjectURL(address), [address])
  return address
}

const Preview = ({ file: { blob, isVoice } }: { readonly file: ReplyFile }) => {
  const { words } = useSpeech()
  const address = usePreview(blob)
  if (isVoice)
    return (
      <>
        <Mic aria-hidden="true" />
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the colleague hears what they said themselves */}
        <audio controls src={address} aria-label={words.message.media.play(words.message.files.voice)} />
      </>
    )
  return isShown(blob.type) && blob.type.startsWith("image/") ? (
    <img src={address} alt="" />
  ) : (
    <FileText aria-hidden="true" />
  )
}

interface FileListProps {
  readonly files: readonly ReplyFile[]
  readonly remarks: readonly (FileRemark | null)[]
  readonly onRemove: (file: ReplyFile) => void
}

/** What goes along with the reply, and what there is to say of it before it is sent. */
export const FileList = ({ files, remarks, onRemove }: FileListProps) => {
  const { words, format } = useSpeech()
  if (files.length === 0) return null
  return (
    <ul className="reply-files" aria-label={words.message.files.list}>
      {files.map((file, place) => {
        const remark = remarks[place] ?? null
        const name = file.isVoice ? words.message.files.voice : file.name
        return (
          <li key={file.id}>
            <Preview file={file} />
            <span>
              <b>{name}</b>
              <small>{format.bytes(file.blob.size)}</small>
              {remark !== null && <small role={remark.stops ? "alert" : undefined}>{remark.text}</small>}
            </span>
            <button
              type="button"
              className="icon-button"
              aria-label={words.message.files.remove(name)}
              onClick={() => onRemove(file)}
            >
              <X aria-hidden="true" />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
