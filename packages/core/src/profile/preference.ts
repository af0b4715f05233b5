import { type Cooldown, type Limit, type Parsed, parseLimit } from "../kernel/duration.ts"
import type { StreamId } from "../kernel/ids.ts"
import { type ClockTime, minutesOf } from "../kernel/time.ts"
import { zoneOf } from "../kernel/zone-name.ts"
import { defineEntry } from "../timeline/entry.ts"
import { defineFold } from "../timeline/fold.ts"

/** How a customer wants to be reached. What is left out is not changed; `null` takes a wish back. */
export interface Preferences {
  /** The language that they read, by its BCP 47 tag. */
  readonly language?: string | null
  /** Where their clock stands, by the name of the zone. */
  readonly zone?: string | null
  /** When nothing is started with them: from, and the first minute in which we may. It wins over the application's hours. */
  readonly quietHours?: readonly [ClockTime, ClockTime] | null
  /** How often we may start something, beside what the application allows: both hold. */
  readonly atMost?: Limit | Cooldown | null
  /** Channels by their names, the one they like best first. */
  readonly channels?: readonly string[] | null
}

/** The wishes that hold. */
export type HeldPreferences = { readonly [Name in keyof Preferences]: NonNullable<Preferences[Name]> }

/** One wish by its name. */
export type PreferenceName = keyof Preferences

/** Every wish by its name. */
export const preferenceNames: readonly PreferenceName[] = ["language", "zone", "quietHours", "atMost", "channels"]

/** Preferences were told; each field counts from its moment on. */
export const preferencesSet = defineEntry<Preferences & { readonly by: string }>()("preferences-set", 1)

/** One wish of one stream, and since when it holds. */
export interface Wish {
  readonly name: PreferenceName
  readonly value: unknown
  readonly at: number
  readonly from: StreamId
}

/** The wishes of a stream; of several streams, those of all of them. */
export type PreferenceMemory = readonly Wish[]

const isLater = (one: Wish, two: Wish): boolean =>
  two.at !== one.at ? two.at > one.at : JSON.stringify(two.value) > JSON.stringify(one.value) // a tie must not depend on who came first

/** What is remembered of preferences: the last word on each, per stream. */
export const preferences = defineFold(preferencesSet)<PreferenceMemory>({
  initial: [],
  on: {
    "preferences-set": (known, { stream, occurredAt, data }) =>
      preferenceNames.reduce<PreferenceMemory>((wishes, name) => {
        const value = data[name]
        if (value === undefined) return wishes
        const wish: Wish = { name, value, at: occurredAt, from: stream }
        const before = wishes.find((each) => each.name === name)
        if (before && !isLater(before, wish)) return wishes
        return [...wishes.filter((each) => each.name !== name), wish]
      }, known),
  },
  merge: (one, two) => [...one, ...two],
})

/** The preferences of a customer: of each the last word, wherever it was said. */
export const preferencesIn = (wishes: PreferenceMemory): HeldPreferences => {
  const last = new Map<PreferenceName, Wish>()
  for (const wish of wishes) {
    const before = last.get(wish.name)
    if (!before || isLater(before, wish)) last.set(wish.name, wish)
  }
  const held = [...last].flatMap(([name, { value }]) => (value === null ? [] : [[name, value]]))
  return Object.fromEntries(held) as HeldPreferences // each value was checked when it was told
}

/** The language that a customer asked for. */
export const preferredLanguage = (wishes: PreferenceMemory): string | undefined => preferencesIn(wishes).language

/** The channels that a customer likes, the best first. */
export const preferredChannels = (wishes: PreferenceMemory): readonly string[] => preferencesIn(wishes).channels ?? []

const problem = (field: string, message: string) => ({ problem: { field: `preferences.${field}`, message } })

const isLanguage = (given: unknown): boolean =>
  typeof given === "string" && /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,7}$/i.test(given)

const isClock = (given: unknown): given is ClockTime =>
  typeof given === "string" && minutesOf(given as ClockTime) < 1_440 // minutesOf itself finds out whether it is one

const readQuietHours = (given: unknown): Parsed<unknown> =>
  Array.isArray(given) && given.length === 2 && given.every(isClock)
    ? { value: given }
    : problem("quietHours", 'write the pair ["21:00", "09:00"]: from, and the first minute in which we may write')

const readZone = (given: unknown): Parsed<unknown> => {
  const found = typeof given === "string" ? zoneOf(given) : undefined
  return found && "zone" in found
    ? { value: given }
    : problem("zone", 'write the name of a zone, such as "Europe/Madrid"')
}

/** The highest cap that can be counted: so many approaches are remembered. */
const readCap =
  (most: number) =>
  (given: unknown): Parsed<unknown> => {
    const rate = parseLimit(given, "preferences.atMost")
    if ("problem" in rate) return rate
    return rate.value.count <= most ? { value: given } : problem("atMost", `must allow ${most} or fewer`)
  }

const readChannels =
  (channels: readonly string[]) =>
  (given: unknown): Parsed<unknown> =>
    Array.isArray(given) && given.every((each) => channels.includes(each)) && new Set(given).size === given.length
      ? { value: given }
      : problem("channels", `list each once: ${channels.join(", ") || "no channel is declared"}`)

/** What a house knows of how wishes can be granted. */
export interface PreferenceLimits {
  readonly channels: readonly string[]
  /** The highest cap that can be counted. */
  readonly mostApproaches: number
}

/** Preferences from outside; a problem names the field and the remedy. */
export const parsePreferences = (
  given: unknown,
  { channels, mostApproaches }: PreferenceLimits,
): Parsed<Preferences> => {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return { problem: { field: "preferences", message: "give an object with the wishes" } }
  const readers: { readonly [Name in PreferenceName]: (value: unknown) => Parsed<unknown> } = {
    language: (value) =>
      isLanguage(value) ? { value } : problem("language", 'write a language tag, such as "es" or "pt-BR"'),
    zone: readZone,
    quietHours: readQuietHours,
    atMost: readCap(mostApproaches),
    channels: readChannels(channels),
  }
  const read: [string, unknown][] = []
  for (const [name, value] of Object.entries(given)) {
    const known = preferenceNames.find((each) => each === name)
    if (known === undefined)
      return { problem: { field: "preferences", message: `knows only ${preferenceNames.join(", ")}` } }
    if (value === undefined) continue
    const checked = value === null ? { value } : readers[known](value)
    if ("problem" in checked) return checked
    read.push([name, checked.value])
  }
  if (read.length === 0)
    return { problem: { field: "preferences", message: `tell at least one of ${preferenceNames.join(", ")}` } }
  return { value: Object.fromEntries(read) as Preferences } // each was read by the reader of its name
}
