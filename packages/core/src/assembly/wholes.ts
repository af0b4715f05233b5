import { InputError } from "../kernel/errors.ts"
import type { StreamId } from "../kernel/ids.ts"
import { type Whole, wholeOf } from "../runtime/house.ts"
import type { StreamRow } from "../timeline/store.ts"
import type { State } from "./entries.ts"
import type { Loop } from "./loop.ts"
import { breathe } from "./slices.ts"

/** How many customers are read at once. */
const pageSize = 500

/** Every customer, page by page, the oldest first; between two pages others have their turn. Throws `InputError` once `signal` fired. */
export async function* wholesOf(loop: Loop, signal: AbortSignal | undefined): AsyncGenerator<readonly Whole<State>[]> {
  await loop.ready()
  const { house, store } = loop
  for (let after: string | undefined; ;) {
    if (signal?.aborted) throw new InputError("conflict", "signal", "it was given up")
    const page = await store.customers({ limit: pageSize, ...(after !== undefined && { after }) })
    const { streams } = await store.load({ inputs: [], identifiers: [], streams: page.items })
    const rows = [...streams].map(([stream, row]): readonly [StreamId, StreamRow<State>] => [
      stream,
      { ...row, state: { ...house.initial, ...row.state } },
    ])
    const customers = Map.groupBy(rows, ([, { customer }]) => customer)
    yield [...customers].map(([id, own]) => wholeOf(house, id, new Map(own)))
    if (page.next === undefined) return
    after = page.next
    await breathe()
  }
}
