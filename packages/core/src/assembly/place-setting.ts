import type { ReadPlaceOptions } from "../conversation/contact-place-options.ts"
import type { ContactRules } from "../conversation/contact-policy.ts"
import type { ChannelRule } from "../conversation/place-rules.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import { createPhoneBook, type PhoneBook } from "../profile/phone-book.ts"
import type { Channels } from "./app.ts"
import type { ConsentSetting } from "./consent/purposes.ts"

/** What the contact policy has to know of the channels, and the telephone book where one of them costs by the message. */
export interface PlaceSetting {
  readonly rules: Pick<ContactRules, "channels" | "phones">
  readonly phones?: PhoneBook
  readonly checkIns?: string
}

/** Checks what the options say about places. Throws `ConfigurationError`, which names the option. */
export const placeSettingOf = (
  channels: Channels,
  { checkIns }: Pick<ReadPlaceOptions, "checkIns">,
  { purposes }: ConsentSetting,
): PlaceSetting => {
  const known = checkIns !== undefined && Object.hasOwn(purposes, checkIns) ? purposes[checkIns] : undefined
  if (checkIns !== undefined && known?.basis !== "consent")
    throw new ConfigurationError("contact.checkIns", 'name one of your purposes whose basis is "consent"')
  const rules = Object.entries(channels).map(
    ([
      name,
      {
        kind,
        capabilities: { replyWindow },
      },
    ]) => {
      const rule: ChannelRule = { kind, ...(replyWindow && { replyWindow }) }
      return [name, rule] as const
    },
  )
  const isPaid = rules.some(([, { kind }]) => kind === "sms" || kind === "voice")
  const phones = isPaid ? createPhoneBook() : undefined
  return {
    rules: { channels: Object.fromEntries(rules), ...(phones && { phones: phones.of }) },
    ...(phones && { phones }),
    ...(checkIns !== undefined && { checkIns }),
  }
}
