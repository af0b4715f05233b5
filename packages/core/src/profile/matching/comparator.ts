import { editDistance } from "../../kernel/edit-distance.ts"
import { jaroWinkler } from "./similarity.ts"

/** How two values of one field are compared: both are brought into one form, and their likeness falls into one of a few levels. */
export interface Comparator {
  readonly name: string
  /** The levels by name, from `different` to `same`: at least these two. */
  readonly levels: readonly [string, ...string[]]
  /** The form in which values are compared; an empty text means that nothing is known, which speaks neither for nor against. */
  readonly normalise: (value: string) => string
  /** The level of two values that are not the same, as an index below the last. Symmetric. */
  readonly compare: (one: string, two: string) => number
  /** Whether a rare value says more than a frequent one when both have it: names and towns, yes; a number of a house, no. */
  readonly frequency?: boolean
}

/** Marks that a letter carries: what is left is the letter. */
const marks = /\p{M}+/gu

/** A text as it is compared: without case, accents, punctuation and double spaces. */
const plain = (value: string): string =>
  value
    .normalize("NFKD")
    .replace(marks, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()

const lettersOnly = (value: string): string => plain(value).replaceAll(" ", "")

/** The same or not: for codes and categories. */
export const exact = ({ frequency = false }: { readonly frequency?: boolean } = {}): Comparator => ({
  name: "exact",
  levels: ["different", "same"],
  normalise: plain,
  compare: () => 0,
  frequency,
})

/** Names of people, streets and towns, by Jaro–Winkler: `close` from .92, `similar` from .8. A rare name says more. */
export const name = ({ frequency = true }: { readonly frequency?: boolean } = {}): Comparator => ({
  name: "name",
  levels: ["different", "similar", "close", "same"],
  normalise: plain,
  compare: (one, two) => {
    const likeness = jaroWinkler(one, two)
    if (likeness >= 0.92) return 2
    return likeness >= 0.8 ? 1 : 0
  },
  frequency,
})

/** Numbers that people type, such as those of documents: `close` is one edit away, `near` two. */
export const code = (): Comparator => ({
  name: "code",
  levels: ["different", "near", "close", "same"],
  normalise: lettersOnly,
  compare: (one, two) => Math.max(0, 3 - Math.max(1, editDistance(one, two, 2))),
})

const isoDate = /^(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?$/
const day = 86_400_000

const dayOf = (digits: string): number =>
  Date.UTC(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)) - 1, Number(digits.slice(6, 8))) / day

const isSwapped = (one: string, two: string): boolean =>
  one.slice(0, 4) === two.slice(0, 4) && one.slice(4, 6) === two.slice(6, 8) && one.slice(6, 8) === two.slice(4, 6)

/** Dates as `1956-04-09` or `19560409`: `close` is one edit away, or day and month swapped; `near` two edits, or at most 31 days. */
export const date = (): Comparator => ({
  name: "date",
  levels: ["different", "near", "close", "same"],
  normalise: (value) => isoDate.exec(value.trim())?.slice(1).join("") ?? "",
  compare: (one, two) => {
    const edits = editDistance(one, two, 2)
    if (edits <= 1 || isSwapped(one, two)) return 2
    return edits === 2 || Math.abs(dayOf(one) - dayOf(two)) <= 31 ? 1 : 0
  },
})

const userOf = (address: string): string => address.slice(0, address.lastIndexOf("@"))
const digitsOf = (text: string): string => text.replaceAll(/\D/g, "")

/**
 * Addresses of e-mail: `user` where what stands before the @ is the same, `similar` where it is alike (Jaro–Winkler from .92) with the
 * same digits: `ana.ruiz12` and `ana.ruiz34` say that there are two people of one name.
 */
export const email = (): Comparator => ({
  name: "email",
  levels: ["different", "similar", "user", "same"],
  normalise: (value) => {
    const address = value.normalize("NFKC").trim().toLowerCase()
    return address.lastIndexOf("@") > 0 ? address : ""
  },
  compare: (one, two) => {
    const [first, second] = [userOf(one), userOf(two)]
    if (first === second) return 2
    return digitsOf(first) === digitsOf(second) && jaroWinkler(first, second) >= 0.92 ? 1 : 0
  },
})

/** Numbers of phones, by their digits: `local` where the last eight are the same, whatever the prefix of the country. */
export const phone = (): Comparator => ({
  name: "phone",
  levels: ["different", "local", "same"],
  normalise: (value) => {
    const digits = value.replaceAll(/\D/g, "").replace(/^00/, "")
    return digits.length < 5 ? "" : digits
  },
  compare: (one, two) => (one.length >= 8 && two.length >= 8 && one.slice(-8) === two.slice(-8) ? 1 : 0),
})

/** Quantities: `close` within a share of the greater one (5 % where it is left out), `near` within three times that. */
export const quantity = ({ within = 0.05 }: { readonly within?: number } = {}): Comparator => ({
  name: "quantity",
  levels: ["different", "near", "close", "same"],
  normalise: (value) => {
    const number = value.trim() === "" ? Number.NaN : Number(value)
    return Number.isFinite(number) ? String(number) : ""
  },
  compare: (one, two) => {
    const [first, second] = [Number(one), Number(two)]
    const apart = Math.abs(first - second) / Math.max(Math.abs(first), Math.abs(second))
    if (apart <= within) return 2
    return apart <= 3 * within ? 1 : 0
  },
})

/** The longest value that is compared: what is beyond says nothing more about who somebody is. */
export const longestValue = 200

/** A value in the form in which it is compared; empty where nothing is known. */
export const formOf = (comparator: Comparator, value: unknown): string => {
  if (typeof value !== "string" && typeof value !== "number") return ""
  return comparator.normalise(String(value).slice(0, longestValue)).slice(0, longestValue)
}

/** The level of two values in their form; `undefined` where one of them is not known. */
export const levelOf = (comparator: Comparator, one: string, two: string): number | undefined => {
  if (one === "" || two === "") return undefined
  return one === two ? comparator.levels.length - 1 : comparator.compare(one, two)
}
