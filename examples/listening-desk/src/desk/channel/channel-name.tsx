import {
  AtSign,
  Camera,
  ClipboardList,
  FlaskConical,
  Mail,
  Megaphone,
  MessageCircle,
  MessagesSquare,
  Phone,
  Send,
  Smartphone,
  type LucideIcon,
} from "lucide-react"
import { useSpeech, wordFor } from "../i18n/words.tsx"

const icons: { readonly [channel: string]: LucideIcon } = {
  chat: MessageCircle,
  "web-chat": MessageCircle,
  email: Mail,
  telegram: Send,
  whatsapp: MessagesSquare,
  sms: Smartphone,
  phone: Phone,
  sandbox: FlaskConical,
  instagram: Camera,
  mastodon: Megaphone,
  form: ClipboardList,
  voice: Phone,
}

/** The name of a channel behind its sign. A channel that we have no word for is shown by its own name. */
export const ChannelName = ({ channel }: { readonly channel: string }) => {
  const { words } = useSpeech()
  const Icon = icons[channel] ?? AtSign
  return (
    <span className="channel">
      <Icon aria-hidden="true" />
      {wordFor(words.channels, channel)}
    </span>
  )
}
