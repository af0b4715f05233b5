import { DatabaseSync } from "node:sqlite"
import type { State } from "../../packages/core/src/assembly/entries.ts"
import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { Input } from "../../packages/core/src/assembly/inputs.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { inputId } from "../../packages/core/src/kernel/ids.ts"
import type { House } from "../../packages/core/src/runtime/house.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { allPages } from "../../packages/core/src/testing/store-builders.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { driftOf } from "./projections.ts"

/** What a fresh process finds in an image. */
export interface ImageFacts {
  readonly entries: ReadonlySet<string>
  /** Messages that were marked `sending`. */
  readonly marked: ReadonlySet<string>
  /** What is not as it must be, whatever was acknowledged. */
  readonly wrong: readonly string[]
}

const entriesOf = async (store: Store<Stored>): Promise<readonly AnyEntry[]> => {
  const entries: AnyEntry[] = []
  for await (const { entry } of store.feed(0)) entries.push(entry as AnyEntry) // the house writes no other kinds
  return entries
}

/** The work that somebody still has to do, of which no job is left: it would never be done. */
const forgottenWork = async (store: Store<Stored>, entries: readonly AnyEntry[]): Promise<readonly string[]> => {
  const jobs = (await allPages(1000, (page) => store.jobs(page))).flat()
  const ids = new Set(jobs.map(({ id }) => id))
  const fired = entries.flatMap((entry) =>
    entry.kind === "rule-fired" ? [`rule:${entry.data.rule}:${entry.data.by}`] : [],
  )
  const done = (job: string) => inputId(`done:${job}`)
  const { seen, streams } = await store.load({
    inputs: fired.map(done),
    identifiers: [],
    streams: [...new Set(entries.map(({ stream }) => stream))],
  })
  const rules = fired.filter((job) => !ids.has(job) && !seen.has(done(job)))
  const overdue = new Set(entries.flatMap(({ kind, stream }) => (kind === "answer-overdue" ? [stream] : [])))
  const rest = [...streams].flatMap(([stream, { state }]) => {
    const sends = Object.entries(state.outbox?.open ?? {})
      .filter(
        ([message, { delivery }]) =>
          (delivery.status === "queued" || delivery.status === "sending") &&
          !jobs.some(({ type, ref }) => type === "send" && ref === message),
      )
      .map(([message]) => `send ${message}`)
    const isClocked = jobs.some(({ type, key }) => type === "clock" && key === stream) || overdue.has(stream)
    const isWaiting = (state.conversation?.open.length ?? 0) > 0
    return isWaiting && !isClocked ? [...sends, `clock of ${stream}`] : sends
  })
  return [...rules, ...rest]
}

/** What is in a store, and what is not as it must be. */
export const factsOfStore = async (store: Store<Stored>, house: House<State, Input>): Promise<ImageFacts> => {
  const entries = await entriesOf(store)
  const drift = await driftOf(house, store)
  const forgotten = await forgottenWork(store, entries)
  const ids = entries.map(({ id, stream }) => `${id} ${stream}`)
  const marked = entries.flatMap((entry) =>
    entry.kind === "delivery-changed" && entry.data.delivery.status === "sending" ? [entry.data.message] : [],
  )
  return {
    entries: new Set(entries.map(({ id }) => id)),
    marked: new Set(marked),
    wrong: [
      ...drift.map((part) => `drift of ${part}`),
      ...forgotten.map((work) => `no job for ${work}`),
      ...(new Set(ids).size === ids.length ? [] : ["an entry is there twice"]),
    ],
  }
}

/** Opens a database as the next process would, and says what is in it. */
export const factsIn = async (file: string, house: House<State, Input>): Promise<ImageFacts> => {
  const store = sqliteStore<Stored>(file)
  try {
    await store.migrate()
    return await factsOfStore(store, house)
  } finally {
    await store.close()
  }
}

/** What SQLite itself says of the file: "ok". */
export const integrityOf = (file: string): string => {
  const database = new DatabaseSync(file)
  try {
    return String(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"])
  } finally {
    database.close()
  }
}
