import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import type { Store } from "../../packages/core/src/timeline/store.ts"
import { driftOf, houseOf } from "./projections.ts"
import { servedOptions } from "./served-options.ts"

/** A provider may hand a message over so many milliseconds after it was written: what was written later may come before it. */
export const mostLate = 10_000

/** What the world knows at the end of a campaign: what was acknowledged, by the ids of entries, and how often each text was handed over. */
export interface Told {
  readonly acknowledged: ReadonlySet<string>
  readonly handed: ReadonlyMap<string, number>
}

const countBy = (names: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

const twice = (counts: ReadonlyMap<string, number>, say: (name: string, count: number) => string): readonly string[] =>
  [...counts].flatMap(([name, count]) => (count > 1 ? [say(name, count)] : []))

/** Where somebody was answered in another order than they wrote. */
const outOfOrder = (entries: readonly AnyEntry[]): readonly string[] =>
  [...Map.groupBy(entries, ({ stream }) => stream)].flatMap(([stream, said]) => {
    const heard = said.flatMap((entry) => (entry.kind === "message-received" ? [`heard ${entry.data.text}`] : []))
    const answered = said.flatMap((entry) => (entry.kind === "message-written" ? [entry.data.content.text ?? ""] : []))
    return heard.join() === answered.join() ? [] : [`${stream} was not answered in order`]
  })

/** Jobs that are still to be done; the clocks of answers that are owed stay for an hour. */
export const openJobs = async (store: Store<Stored>): Promise<readonly string[]> =>
  (await store.jobs({ limit: 1000 })).items.filter(({ type }) => type !== "clock").map(({ id }) => id)

/** What is in the store at the end, held against what the world knows: what is wrong, each in words, and counts. */
export const judge = async (store: Store<Stored>, { acknowledged, handed }: Told) => {
  const entries: AnyEntry[] = []
  for await (const { entry } of store.feed(0)) entries.push(entry as AnyEntry) // the house writes no other kinds
  const times = countBy(entries.map(({ id }) => id))
  const cases = countBy(entries.flatMap((entry) => (entry.kind === "case-opened" ? [`${entry.data.case}`] : [])))
  const triggers = entries.filter(({ kind }) => kind === "message-received" || kind === "event-tracked")
  const replies = entries.flatMap((entry) => (entry.kind === "message-written" ? [entry.data] : []))
  const deliveries = new Map(
    entries.flatMap((entry) =>
      entry.kind === "delivery-changed" ? [[entry.data.message, entry.data.delivery.status] as const] : [],
    ),
  )
  const wrong = [
    ...[...acknowledged].filter((id) => !times.has(id)).map((id) => `${id} was acknowledged and is lost`),
    ...twice(times, (id) => `${id} took effect twice`),
    ...twice(cases, (id) => `case ${id} was opened twice`),
    ...(cases.size === triggers.length ? [] : [`${triggers.length} triggers opened ${cases.size} cases`]),
    ...twice(handed, (text, count) => `"${text}" was handed over ${count} times`),
    ...replies.flatMap(({ message, content }) => {
      const status = deliveries.get(message)
      const count = handed.get(content.text ?? "") ?? 0
      const isSent = status === "sent" || status === "replied"
      return (isSent && count === 1) || status === "uncertain"
        ? []
        : [`${message} is ${status ?? "queued"} and was handed over ${count} times`]
    }),
    ...outOfOrder(entries),
    ...(await driftOf(houseOf(servedOptions("http://127.0.0.1:1")), store)).map((part) => `drift of ${part}`),
    ...(await openJobs(store)).map((id) => `${id} was never done`),
  ]
  const uncertain = [...deliveries.values()].filter((status) => status === "uncertain").length
  return { wrong, entries: entries.length, replies: replies.length, uncertain, cases: cases.size }
}
