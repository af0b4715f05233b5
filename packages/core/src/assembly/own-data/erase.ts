import * as z from "zod"
import { personOf } from "../../conversation/contact.ts"
import { ConfigurationError, StoreError } from "../../kernel/errors.ts"
import { objectionsIn } from "../../profile/consent-word.ts"
import type { Whole } from "../../runtime/house.ts"
import { createShadowKey, shadowRow } from "../../runtime/shadow.ts"
import type { Shadow } from "../../timeline/shadow.ts"
import type { ErasureReceipt, Row } from "../../timeline/store.ts"
import { countsOfErasure } from "../counts.ts"
import type { ErasureOptions, ErasureRecord } from "../doors/own-data.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { eraseFiles } from "../media/erase.ts"
import { releaseMembers } from "../members.ts"

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

/** What of them outlives the erasure: what they had said no to. */
type Noes = Pick<Shadow, "optedOut" | "refused">

// a yes that ends takes a no back for a time alone, and nobody will know that time any more
const noesOf = ({ state }: Whole<State>): Noes => ({
  optedOut: personOf(state).optedOutAt !== null,
  refused: objectionsIn(state.consents.words, Infinity),
})

/** One for each identifier: none of them can be told from any other without the secret. */
const shadowsOf = (secret: string | undefined, { streams }: Whole<State>, erasedAt: number, noes: Noes) => {
  if (secret === undefined) return []
  const keyOf = createShadowKey(secret)
  return [...streams.values()].map(({ identifier }) => shadowRow({ key: keyOf(identifier), erasedAt, ...noes }))
}

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
    const now = loop.clock.now()
    const noes = forgetOptOut ? { optedOut: false, refused: [] } : noesOf(whole)
    if (secret === undefined && (noes.optedOut || noes.refused.length > 0))
      throw new ConfigurationError(
        "secret",
        "they said no to us, and without a secret that would be forgotten with them; give one, or erase with forgetOptOut",
      )
    if (await releaseMembers(loop, whole)) continue // each of them left: the group is not as it was read
    await eraseFiles(loop, whole.id) // before their entries, which alone say which files are theirs
    const erased = await loop.store.erase(whole.id, {
      expects: new Map([...whole.streams].map(([stream, { version }]) => [stream, version])),
      counts: countsOfErasure(
        [...whole.streams.values()].map(({ state }) => state),
        now,
      ),
      puts: [...shadowsOf(secret, whole, now, noes), recordOf(id, whole, now, by ?? null)],
    })
    loop.forget(
      whole.streams.keys(),
      [...whole.streams.values()].map(({ identifier }) => identifier),
    )
    if (!erased) continue
    const { jobs, ...receipt } = erased
    await loop.engine.cancel(jobs)
    return receipt
  }
  throw new StoreError("contended")
}
