import * as fc from "fast-check"
import { inputId, type StreamId } from "../../packages/core/src/kernel/ids.ts"
import { parseIdentifiers, usualIdentifiers } from "../../packages/core/src/profile/identifier.ts"
import { identity } from "../../packages/core/src/profile/identity.ts"
import type { Assertion } from "../../packages/core/src/profile/identity/incremental.ts"
import type { Links } from "../../packages/core/src/profile/identity/links.ts"
import { anEntry } from "../../packages/core/src/testing/store-builders.ts"

// Few names, so that they meet: users who share tablets, addresses that several type, types with a window and types that join nobody.
const read = parseIdentifiers({ email: { priority: 1 }, tel: { limit: "2 per 10 days" }, desk: { shared: true } })
/** The rules of these stories. */
export const rules = "value" in read ? read.value : usualIdentifiers
/** A day in milliseconds. */
export const day = 86_400_000
/** The places of these stories, with their types. */
export const names: readonly (readonly [scheme: string, stream: StreamId])[] = (
  [
    ["user", 5],
    ["email", 3],
    ["tel", 4],
    ["anonymous", 7],
    ["desk", 1],
  ] as const
).flatMap(([scheme, count]) =>
  // the oldest are not of one type: who gives a customer their name must not follow from the types
  Array.from({ length: count }, (_, number) => [scheme, `s_${(number * 7919) % 13}${scheme}${number}`] as const),
)

const place = fc.constantFrom(...names)
/** Somebody says that two are one. */
export const linked = fc.record({
  says: fc.constant("linked"),
  ends: fc.tuple(place, place),
  at: fc.nat({ max: 20 }).map((days) => days * day),
  trust: fc.constantFrom("stated", "stated", "stated", "manual", "claimed", "claimed", "suggested"),
  blocked: fc.nat({ max: 9 }).map((chance) => chance === 0),
})
/** Anything that can be said of who is who. */
export const said = fc.oneof(
  { weight: 8, arbitrary: linked },
  { weight: 2, arbitrary: fc.record({ says: fc.constant("retracted"), of: fc.nat({ max: 60 }) }) },
  { weight: 3, arbitrary: fc.record({ says: fc.constant("kept-apart"), ends: fc.tuple(place, place) }) },
)
type Said = typeof said extends fc.Arbitrary<infer Value> ? Value : never

/** A word with the ends that it lies at. */
export type Word = Assertion & { readonly lies: readonly StreamId[] }

/** What is said, with ids; a retraction takes back what was said, what comes later, or what never comes. */
export const worded = (list: readonly Said[]): readonly Word[] => {
  const words: Word[] = []
  for (const [number, each] of list.entries()) {
    if (each.says === "retracted") {
      const meant = each.of < list.length ? list[each.of] : undefined
      const lies = meant && meant.says !== "retracted" ? meant.ends.map(([, stream]) => stream) : []
      words.push({ says: "retracted", id: `w${each.of}`, lies })
      continue
    }
    const [one, two] = each.ends
    if (one === two) continue
    const ends = [one[1], two[1]] as const
    const base = { id: `w${number}`, ends, schemes: [one[0], two[0]] as const, lies: ends }
    if (each.says === "kept-apart") words.push({ says: "kept-apart", ...base })
    else {
      const { trust, at } = each
      words.push({ says: "linked", ...base, trust, at, ...(each.blocked && { blocked: true as const }) })
    }
  }
  return words
}
/** Stories. */
export const logs = fc.array(said, { minLength: 2, maxLength: 60, size: "max" }).map(worded)

const entryOf = (stream: StreamId, word: Word) => {
  switch (word.says) {
    case "linked": {
      const { id, at, says: _, lies: __, ...rest } = word
      return {
        ...anEntry(stream, 1, { kind: "identities-linked", data: { link: inputId(id), source: "app", ...rest } }),
        occurredAt: at,
      }
    }
    case "kept-apart": {
      const { id, ends, schemes } = word
      return anEntry(stream, 1, {
        kind: "identities-kept-apart",
        data: { id: inputId(id), ends, schemes, reason: "two people", by: "ana" },
      })
    }
    case "retracted":
      return anEntry(stream, 1, { kind: "identities-unlinked", data: { link: inputId(word.id), reason: "wrong" } })
  }
}

/** The states of all streams, by the fold that a house uses. */
export const folded = (log: readonly Word[]): ReadonlyMap<StreamId, Links> => {
  const states = new Map<StreamId, Links>(names.map(([, stream]) => [stream, identity.initial]))
  for (const word of log)
    for (const stream of new Set(word.lies)) {
      const entry = entryOf(stream, word)
      const step = Reflect.get(identity.on, entry.kind) as (state: Links, its: typeof entry) => Links // its own step for this kind
      states.set(stream, step(states.get(stream) ?? identity.initial, entry))
    }
  return states
}
