import * as z from "zod"
import { personOf } from "../conversation/contact.ts"
import { ConfigurationError, StoreError } from "../kernel/errors.ts"
import type { Whole } from "../runtime/house.ts"
import { createShadowKey, shadowRow } from "../runtime/shadow.ts"
import type { ErasureReceipt, Row } from "../timeline/store.ts"
import { countsOfErasure } from "./counts.ts"
import type { ErasureOptions, ErasureRecord } from "./doors/own-data.ts"
import type { State } from "./entries.ts"
import type { Loop } from "./loop.ts"
import { releaseMembers } from "./members.ts"

/** The list of erasures. */
export const erasures = "erasure"

/** How often an erasure begins again because somebody wrote meanwhile. */
const mostAttempts = 10

/** The latest first, in a list that begins with the lowest. */
const behind = 1e14

const written = z.object({
  at: z.number(),
  by: z.string().nullable(),
  streams: z.number(),
  entries: z.number(),
  identifiers: z.number(),
})

/** What a line of the list of erasures says. */
export const erasureOf = ({ key, data }: Pick<Row, "key" | "data">): ErasureRecord => ({
  id: key,
  ...written.parse(JSON.parse(data)),
})

const recordOf = (id: string, { streams }: Whole<State>, at: number, by: string | null): Row => {
  const rows = [...streams.values()]
  const entries = rows.reduce((sum, { version }) => sum + version, 0)
  const record = { at, by, streams: rows.length, entries, identifiers: rows.length }
  return { projection: erasures, key: id, at: behind - at, data: JSON.stringify(record) }
}

/** One for each identifier: none of them can be told from any other without the secret. */
const shadowsOf = (secret: string | undefined, { streams }: Whole<State>, erasedAt: number, optedOut: boolean) => {
  if (secret === undefined) return []
  const keyOf = createShadowKey(secret)
  return [...streams.values()].map(({ identifier }) => shadowRow({ key: keyOf(identifier), erasedAt, optedOut }))
}

const isOptedOut = ({ state }: Whole<State>): boolean => personOf(state).optedOutAt !== null

/**
 * Erases a customer as they are at one moment: where somebody writes between the reading and the erasing, it is read again, so that
 * neither a new identifier nor a stop that came last is lost.
 */
export const eraseCustomer = async (
  loop: Loop,
  reference: string,
  { by, forgetOptOut }: ErasureOptions = {},
): Promise<ErasureReceipt | undefined> => {
  const { secret } = loop.setting
  const id = loop.freshId()
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const whole = await loop.whole(reference)
    if (!whole) return undefined
    const optedOut = isOptedOut(whole) && forgetOptOut !== true
    if (optedOut && secret === undefined)
      throw new ConfigurationError(
        "secret",
        "they told us to stop, and without a secret that would be forgotten with them; give one, or erase with forgetOptOut",
      )
    if (await releaseMembers(loop, whole)) continue // each of them left: the group is not as it was read
    const now = loop.clock.now()
    const receipt = await loop.store.erase(whole.id, {
      expects: new Map([...whole.streams].map(([stream, { version }]) => [stream, version])),
      counts: countsOfErasure(
        [...whole.streams.values()].map(({ state }) => state),
        now,
      ),
      puts: [...shadowsOf(secret, whole, now, optedOut), recordOf(id, whole, now, by ?? null)],
    })
    loop.forget(
      whole.streams.keys(),
      [...whole.streams.values()].map(({ identifier }) => identifier),
    )
    if (receipt) return receipt
  }
  throw new StoreError("contended")
}
