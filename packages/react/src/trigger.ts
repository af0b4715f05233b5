/** A length of time on a page: `"20 seconds"`. */
export type Stay = `${number} ${"second" | "seconds" | "minute" | "minutes"}`

/**
 * When a page puts a survey to somebody. `after`, `scroll` and `exit` are occasions: the first that happens counts, and without any it
 * is put at once. All else has to hold at that moment.
 */
export interface SurveyTrigger {
  /** They have been here for so long. */
  readonly after?: Stay
  /** They have scrolled so far, as a part of the page: 0.5 is half of it. */
  readonly scroll?: number
  /** They are about to leave: the mouse goes out at the top; where there is none, they come back from elsewhere. */
  readonly exit?: boolean
  /** The page that they are on: paths, in which `*` stands for anything. */
  readonly page?: string | readonly string[]
  /** A part of all visits, from 0 to 1; all of them, where it is left out. */
  readonly share?: number
  /** Not now: they pay, say. It waits until this is false. */
  readonly quiet?: boolean
}

/** A trigger that cannot be meant. */
export class TriggerError extends Error {
  readonly _tag = "TriggerError"
  readonly retryable = false
  readonly field: string
  constructor(field: keyof SurveyTrigger, remedy: string) {
    super(`${field}: ${remedy}`)
    this.name = "TriggerError"
    this.field = field
  }
}

const units: { readonly [unit: string]: number } = { second: 1_000, minute: 60_000 }

const millisecondsOf = (stay: string): number => {
  const [, count = "", unit = ""] = /^(\d{1,4}(?:\.\d+)?) (second|minute)s?$/.exec(stay) ?? []
  const each = units[unit]
  if (each === undefined) throw new TriggerError("after", 'write "20 seconds" or "2 minutes"')
  return Number(count) * each
}

const partOf = (field: "scroll" | "share", value: number): number => {
  if (typeof value === "number" && value >= 0 && value <= 1) return value
  throw new TriggerError(field, "give a part from 0 to 1")
}

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*")}$`)

/** A trigger, read. */
export interface ReadTrigger {
  /** Milliseconds. */
  readonly after?: number
  readonly scroll?: number
  readonly exit: boolean
  readonly share: number
  readonly isOn: (path: string) => boolean
}

/** Reads a trigger. Throws `TriggerError`, which names the field. */
export const readTrigger = ({ after, scroll, exit = false, page, share = 1 }: SurveyTrigger): ReadTrigger => {
  const patterns = page === undefined ? undefined : [page].flat().map(patternOf)
  return {
    ...(after !== undefined && { after: millisecondsOf(after) }),
    ...(scroll !== undefined && { scroll: partOf("scroll", scroll) }),
    exit,
    share: partOf("share", share),
    isOn: (path) => patterns === undefined || patterns.some((pattern) => pattern.test(path)),
  }
}
