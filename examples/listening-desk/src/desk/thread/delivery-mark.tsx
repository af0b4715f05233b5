import { Check, CheckCheck, CircleAlert, CircleHelp, Clock4, type LucideIcon } from "lucide-react"
import type { Delivery } from "@escucha/core"
import { useSpeech, type Speech } from "../i18n/words.tsx"

const icons: { readonly [status in Delivery["status"]]: LucideIcon } = {
  queued: Clock4,
  sending: Clock4,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  replied: CheckCheck,
  failed: CircleAlert,
  uncertain: CircleHelp,
  withheld: CircleAlert,
}

/** Where a message of ours stands, in words. */
export const deliveryWords = (delivery: Delivery, { words, format }: Speech, now: number): string => {
  switch (delivery.status) {
    case "queued":
      return delivery.opensAt === undefined
        ? words.delivery.queued
        : words.delivery.opens(format.moment(delivery.opensAt, now))
    case "failed":
      return words.delivery.failed(delivery.error)
    case "withheld":
      return words.delivery.withheld(words.withheld[delivery.because])
    default:
      return words.delivery[delivery.status]
  }
}

/** Where a message of ours stands: a sign and its words. */
export const DeliveryMark = ({ delivery, now }: { readonly delivery: Delivery; readonly now: number }) => {
  const speech = useSpeech()
  const Icon = icons[delivery.status]
  return (
    <span className="delivery" data-status={delivery.status}>
      <Icon aria-hidden="true" />
      {deliveryWords(delivery, speech, now)}
    </span>
  )
}
