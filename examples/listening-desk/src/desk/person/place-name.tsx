import {
  AtSign,
  Building2,
  CircleUser,
  IdCard,
  Mail,
  MessageCircle,
  Phone,
  Send,
  Users,
  type LucideIcon,
} from "lucide-react"
import type { DeskPlace } from "@escucha/core"
import { useSpeech, wordFor, type Speech } from "../i18n/words.tsx"

const icons: { readonly [scheme: string]: LucideIcon } = {
  email: Mail,
  tel: Phone,
  phone: Phone,
  visitor: MessageCircle,
  telegram: Send,
  user: IdCard,
  account: Building2,
  community: Users,
  employee: CircleUser,
}

/** What a place is called where there is no room for a sign: `E-mail ana···@example.com`. */
export const placeWords = ({ scheme, value }: Pick<DeskPlace, "scheme" | "value">, { words }: Speech): string =>
  value === "" ? wordFor(words.schemes, scheme) : `${wordFor(words.schemes, scheme)} ${value}`

/** The sign of a kind of place. */
export const PlaceIcon = ({ scheme }: { readonly scheme: string }) => {
  const Icon = icons[scheme] ?? AtSign
  return <Icon aria-hidden="true" />
}

/** A place where somebody is known: its sign, its kind and its masked value. */
export const PlaceName = ({ place }: { readonly place: Pick<DeskPlace, "scheme" | "value"> }) => {
  const { words } = useSpeech()
  return (
    <span className="place-name">
      <PlaceIcon scheme={place.scheme} />
      <span className="place-kind">{wordFor(words.schemes, place.scheme)}</span>
      {place.value !== "" && <bdi>{place.value}</bdi>}
    </span>
  )
}
