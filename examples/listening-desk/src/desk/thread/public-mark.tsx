import { Globe, Lock } from "lucide-react"
import type { PublicPlace } from "@escucha/core"
import { useSpeech } from "../i18n/words.tsx"
import { webPage } from "./media/kept-file.ts"

/** That everybody can read it, and where. */
export const PublicMark = ({ place, words: said }: { readonly place: PublicPlace; readonly words: string }) => {
  const { words } = useSpeech()
  const page = webPage(place.url)
  return (
    <span className="public">
      <Globe aria-hidden="true" />
      <b>{said}</b>
      {page !== null && (
        <a href={page} target="_blank" rel="noreferrer">
          {words.message.open.see}
        </a>
      )}
    </span>
  )
}

/** That something public was answered to the person alone. */
export const PrivateMark = () => {
  const { words } = useSpeech()
  return (
    <span className="public">
      <Lock aria-hidden="true" />
      {words.message.open.inPrivate}
    </span>
  )
}
