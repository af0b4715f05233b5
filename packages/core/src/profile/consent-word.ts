import type { LegalBasis } from "./legal-basis.ts"

/** What somebody said of a purpose: yes, no, or a yes taken back. */
export type ConsentDecision = "grant" | "deny" | "withdraw"

/** Stands for every channel. */
export const everyChannel = "*"

/** One thing that was said of being contacted, as much of it as a decision needs. Instants are milliseconds. */
export interface ConsentWord {
  readonly purpose: string
  /** A channel by its name; every channel, where it is left out or `*`. */
  readonly channel?: string
  readonly decision: ConsentDecision
  /** On what a yes rests; `consent`, where it is left out. */
  readonly basis?: LegalBasis
  readonly at?: number
  /** A yes that holds until then, and not at that instant. */
  readonly expiresAt?: number
  /** The record that proves it. */
  readonly record?: string
  /** Where it was said. A later yes takes back a no of the same place only; without a place, a no is never taken back by a yes. */
  readonly from?: string
}

/** What the words about a purpose come to on one channel. */
export interface Standing<Word extends ConsentWord = ConsentWord> {
  /** The no that holds now, the latest of them. */
  readonly objection?: Word
  /** The yeses that hold now, the latest first: each basis has its own. */
  readonly grants: readonly Word[]
  /** A yes that is over. */
  readonly expired?: Word
}

const channelOf = ({ channel = everyChannel }: ConsentWord): string => channel
const instantOf = ({ at = 0 }: ConsentWord): number => at
const isOver = ({ expiresAt }: ConsentWord, now: number): boolean => expiresAt !== undefined && now >= expiresAt

/** The later of two words; of two at one moment one and the same, whoever comes first. */
export const laterWord = <Word extends ConsentWord>(one: Word | undefined, two: Word): Word => {
  if (one === undefined) return two
  const distance = instantOf(two) - instantOf(one)
  if (distance !== 0) return distance > 0 ? two : one
  return JSON.stringify(two) > JSON.stringify(one) ? two : one
}

/** Whether a yes takes this no back: said later, at the same place, for this channel or as widely as the no was meant; a sale is no yes. */
const isLiftedBy = (objection: ConsentWord, grant: ConsentWord): boolean =>
  objection.from !== undefined &&
  objection.from === grant.from &&
  grant.basis !== "soft-opt-in" &&
  instantOf(grant) > instantOf(objection) &&
  (channelOf(objection) === everyChannel || channelOf(objection) === channelOf(grant))

/**
 * What the words of a person about a purpose come to on a channel, the most restrictive of all places: a no of any place holds, unless
 * that very place said yes later; a no to one channel is not taken back by a yes to all of them. A yes that is over takes nothing back.
 * Without a channel, any no holds and only a yes to every channel counts.
 */
export const standingOf = <Word extends ConsentWord>(
  words: readonly Word[],
  purpose: string,
  channel: string | undefined,
  now: number,
): Standing<Word> => {
  const about = words.filter((word) => word.purpose === purpose)
  const concerns = (word: Word): boolean => channelOf(word) === everyChannel || channelOf(word) === channel
  const said = about.filter((word) => word.decision === "grant" && concerns(word))
  const granted = said.filter((word) => !isOver(word, now))
  const standing = about.filter(
    (word) =>
      word.decision !== "grant" &&
      (channel === undefined || concerns(word)) &&
      !granted.some((grant) => isLiftedBy(word, grant)),
  )
  const latest = (all: readonly Word[]) => all.reduce<Word | undefined>((one, two) => laterWord(one, two), undefined)
  const objection = latest(standing)
  const grants = granted.sort((one, two) => (laterWord(one, two) === one ? -1 : 1))
  const expired = latest(said.filter((word) => isOver(word, now)))
  return { grants, ...(objection && { objection }), ...(expired && { expired }) }
}

/**
 * The words with one more: of each purpose and channel the latest no is kept, and of each basis the latest yes, in whatever order
 * they come.
 */
export const withWord = <Word extends ConsentWord>(words: readonly Word[], word: Word): readonly Word[] => {
  const isNo = word.decision !== "grant"
  const place = words.findIndex(
    (known) =>
      known.purpose === word.purpose &&
      channelOf(known) === channelOf(word) &&
      (known.decision !== "grant") === isNo &&
      (isNo || known.basis === word.basis) &&
      known.from === word.from,
  )
  if (place < 0) return [...words, word]
  const later = laterWord(words[place], word)
  return later === word ? words.with(place, word) : words
}

/** What is said no to and stands: each purpose with the channel, or `*`. */
export const objectionsIn = (
  words: readonly ConsentWord[],
  now: number,
): readonly (readonly [purpose: string, channel: string])[] => {
  const grants = words.filter(({ decision }) => decision === "grant")
  const standing = words.filter((word) => {
    const channel = channelOf(word)
    const alone = standingOf([word, ...grants], word.purpose, channel === everyChannel ? undefined : channel, now)
    return word.decision !== "grant" && alone.objection !== undefined
  })
  const byName = new Map(standing.map((word) => [JSON.stringify([word.purpose, channelOf(word)]), word]))
  return [...byName.values()].map((word) => [word.purpose, channelOf(word)])
}
