import {
  Bell,
  BellOff,
  BriefcaseBusiness,
  CircleDot,
  CircleUser,
  ClipboardList,
  Link2,
  Megaphone,
  Scale,
  ShoppingBag,
  Tag,
  TimerOff,
  Unlink,
  UserPlus,
  Workflow,
  type LucideIcon,
} from "lucide-react"

const icons: { readonly [kind: string]: LucideIcon } = {
  "rule-fired": Workflow,
  "case-opened": BriefcaseBusiness,
  "case-assigned": UserPlus,
  "case-closed": BriefcaseBusiness,
  "conversation-assigned": UserPlus,
  "conversation-closed": CircleUser,
  "survey-asked": ClipboardList,
  "survey-answered": ClipboardList,
  "mood-changed": Scale,
  "opted-out": BellOff,
  "opted-in": Bell,
  "answer-overdue": TimerOff,
  "team-notified": Megaphone,
  "identities-linked": Link2,
  "identities-unlinked": Unlink,
  "traits-set": Tag,
  "event-tracked": ShoppingBag,
}

/** The sign of a kind of entry. */
export const EventIcon = ({ kind }: { readonly kind: string }) => {
  const Icon = icons[kind] ?? CircleDot
  return <Icon aria-hidden="true" />
}
