import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import * as z from "zod"
import { type Endpoint, type Identifier, isStream, type StreamId } from "../kernel/ids.ts"
import type { Shadow } from "../timeline/shadow.ts"
import type { Row, States, Store } from "../timeline/store.ts"

/** The list in which shadows are kept. */
const projection = "erased"

/** Gives the key of an identifier's shadow. */
export type ShadowKey = (known: Identifier) => string

/** How the shadows of a secret are named. The purpose in the key keeps them from being taken for anything else that it signs. */
export const createShadowKey = (secret: string): ShadowKey => {
  const keyed = hmac.create(sha256, utf8ToBytes(`erased\n${secret}`))
  return (known) => bytesToHex(keyed.clone().update(utf8ToBytes(known)).digest())
}

/** The line that an erasure leaves behind for each identifier. */
export const shadowRow = ({ key, erasedAt, optedOut, refused }: Shadow): Row => ({
  projection,
  key,
  at: erasedAt,
  data: JSON.stringify({ optedOut, refused }),
})

const written = z.object({ optedOut: z.boolean(), refused: z.array(z.tuple([z.string(), z.string()])) })

const shadowOf = ({ key, at, data }: Row): Shadow => ({ key, erasedAt: at, ...written.parse(JSON.parse(data)) })

/** Which of these identifiers have a shadow. */
export const shadowsIn = async (
  rows: Store<unknown>["rows"],
  keyOf: ShadowKey,
  identifiers: readonly Identifier[],
): Promise<ReadonlyMap<Identifier, Shadow>> => {
  const byKey = new Map(identifiers.map((known) => [keyOf(known), known]))
  const found = new Map<Identifier, Shadow>()
  for (const line of byKey.size === 0 ? [] : await rows(projection, [...byKey.keys()])) {
    const known = byKey.get(line.key)
    if (known !== undefined) found.set(known, shadowOf(line))
  }
  return found
}

/**
 * A store that says, of identifiers that nobody has, which have a shadow. Who is known costs nothing more; strangers cost one look
 * for all of a turn. Without a secret there are no shadows.
 */
export const shadowed = <State>(
  store: Pick<Store<State>, "load" | "commit">,
  rows: Store<unknown>["rows"],
  secret: string | undefined,
): Pick<Store<State>, "load" | "commit"> => {
  if (secret === undefined) return store
  const keyOf = createShadowKey(secret)
  return {
    load: async (need) => {
      const found = await store.load(need)
      const strangers = need.identifiers.filter((known) => !found.bound.has(known))
      const shadows = await shadowsIn(rows, keyOf, strangers)
      return shadows.size > 0 ? { ...found, shadows } : found
    },
    commit: (units) => store.commit(units),
  }
}

/** The shadows that an input touches, by its endpoints; none of those that this unit has given a stream of their own. */
export const shadowsOn = <State>(
  { shadows }: States<State>,
  endpoints: readonly Endpoint[],
  isTaken: (known: Identifier) => boolean,
): ReadonlyMap<Endpoint, Shadow> | undefined => {
  if (!shadows) return undefined
  const touched = endpoints.flatMap((endpoint): readonly (readonly [Endpoint, Shadow])[] => {
    const shadow = isStream(endpoint) || isTaken(endpoint) ? undefined : shadows.get(endpoint)
    return shadow ? [[endpoint, shadow]] : []
  })
  return touched.length > 0 ? new Map(touched) : undefined
}

/** The lines of shadows that go, because their identifiers have a stream again. */
export const liftedShadows = <State>(
  { shadows }: States<State>,
  binds: ReadonlyMap<Identifier, StreamId>,
): readonly Pick<Row, "projection" | "key">[] =>
  shadows
    ? [...binds.keys()].flatMap((known) => {
        const key = shadows.get(known)?.key
        return key === undefined ? [] : [{ projection, key }]
      })
    : []
