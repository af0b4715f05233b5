import type * as z from "zod"
import { InputError } from "../kernel/errors.ts"
import type { Page, PageRequest } from "../timeline/store.ts"

/** How many items a page may have at most. */
export const longestPage = 1000

/** The limit of a request. Throws `InputError` unless it is a whole number from 1 to 1,000. */
export const limitOf = ({ limit }: PageRequest): number => {
  if (Number.isInteger(limit) && limit >= 1 && limit <= longestPage) return limit
  throw new InputError("invalid", "limit", `give a whole number from 1 to ${longestPage}`)
}

/**
 * One kind of token: the place of a page's last item, so that the next page begins right behind it whatever was added meanwhile.
 *
 * @example
 * const places = tokensOf(z.tuple([z.number(), z.string()]))
 * places.read(places.write([1700000000000, "s_1"])) // [1700000000000, "s_1"]
 */
export const tokensOf = <Place>(schema: z.ZodType<Place>) => ({
  write: (place: Place): string => {
    const text = JSON.stringify(place)
    return btoa(isPlain.test(text) ? text : bytesOf(text))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "")
  },
  /** The place that the request goes on from; `undefined` for a first page. Throws `InputError` where the token is none of ours. */
  read: (after: string | undefined): Place | undefined => {
    if (after === undefined) return undefined
    const place = schema.safeParse(parsed(after))
    if (place.success) return place.data
    throw new InputError("invalid", "after", "give the token `next` of the page before, unchanged")
  },
})

/** A letter for each byte already, as nearly every place is: then there is nothing to encode. */
const isPlain = /^[\x20-\x7e]*$/

const bytesOf = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join("")

const parsed = (token: string): unknown => {
  try {
    const bytes = Uint8Array.from(
      atob(token.replaceAll("-", "+").replaceAll("_", "/")),
      (letter) => letter.codePointAt(0) ?? 0,
    )
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (failure) {
    if (failure instanceof SyntaxError || failure instanceof DOMException) return undefined // neither base64 nor JSON: no token of ours
    throw failure
  }
}

/** A page of at most `limit` items, from a list that was read one item further to see whether there is more. */
export const pageOf = <Read, Item>(
  read: readonly Read[],
  limit: number,
  item: (read: Read) => Item,
  token: (last: Read) => string,
): Page<Item> => {
  const shown = read.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(item), ...(read.length > limit && last !== undefined ? { next: token(last) } : {}) }
}
