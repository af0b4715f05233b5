import { wordFor, type Speech } from "../i18n/words.tsx"

/** What a purpose is called; one that the app named itself is shown by that name. */
export const purposeWords = (purpose: string, { words }: Speech): string =>
  wordFor(words.person.consents.purposes, purpose)

/** What a channel of a consent is called; `*` is all of them. */
export const channelWords = (channel: string, { words }: Speech): string =>
  channel === "*" ? words.person.consents.everywhere : wordFor(words.channels, channel)
