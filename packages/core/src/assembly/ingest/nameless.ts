import { inputId } from "../../kernel/ids.ts"
import { startOfHour } from "../../kernel/time.ts"
import { millisecondsPer } from "../../kernel/duration.ts"
import type { Row, Unit } from "../../timeline/store.ts"
import { unitOf } from "../../timeline/unit.ts"
import type { Loop, Stored } from "../loop.ts"
import { rejectedList, type RejectedLine } from "./rejected-rows.ts"
import { listedFor, type RejectedEvent, rejectedPrefix } from "./rejection.ts"

// An event that names nobody has no stream to lie in, so it is a line of a list and nothing else: no rebuild makes it again.

/** What the list holds of an event that names nobody: the line is all that there is of it. */
export interface NamelessLine extends RejectedLine, Pick<RejectedEvent, "raw" | "cut" | "reading"> {}

/** How the keys of lines begin that are nobody's: no stream is called so. */
export const namelessPrefix = "nobody/"

/** The most events that are kept of nobody. */
export const mostNameless = 10_000

const longestPage = 1_000

const unitOfLine = (name: string, line: NamelessLine): Unit<Stored> =>
  unitOf({
    inputs: [inputId(`${rejectedPrefix}${name}`)],
    puts: [{ projection: rejectedList, key: `${namelessPrefix}${name}`, at: line.at, data: JSON.stringify(line) }],
    counts: [{ metric: `rejected:${line.reason}`, at: startOfHour(line.at), by: 1 }],
  })

type Key = Pick<Row, "projection" | "key">

/** The list of refused events that name nobody: bounded in number and in time. */
export const createNameless = ({ store, clock }: Pick<Loop, "store" | "clock">) => {
  let size: number | undefined
  let lastLook = -Infinity

  const oldest = async (limit: number): Promise<readonly Row[]> =>
    limit < 1 ? [] : (await store.query(rejectedList, { named: false }, { limit: Math.min(longestPage, limit) })).items
  const count = async (): Promise<number> => {
    let found = 0
    for (let after: string | undefined; ;) {
      const page = await store.query(
        rejectedList,
        { named: false },
        { limit: longestPage, ...(after !== undefined && { after }) },
      )
      found += page.items.length
      if (page.next === undefined) return found
      after = page.next
    }
  }
  const drop = async (keys: readonly Key[]): Promise<void> => {
    if (keys.length === 0) return
    await store.commit([unitOf({ drops: keys.map(({ projection, key }) => ({ projection, key })) })])
    if (size !== undefined) size = Math.max(0, size - keys.length)
  }
  /** Takes away what is too old, at most once an hour: it is gone although nothing new comes in. */
  const expire = async (): Promise<void> => {
    const now = clock.now()
    if (now - lastLook < millisecondsPer.hour) return
    lastLook = now
    for (let rows = await oldest(longestPage); ; rows = await oldest(longestPage)) {
      const old = rows.filter(({ at }) => at <= now - listedFor)
      await drop(old)
      if (old.length < longestPage) return
    }
  }
  const keep = async (lines: readonly (readonly [name: string, line: NamelessLine])[]): Promise<void> => {
    if (lines.length === 0) return
    const results = await store.commit(lines.map(([name, line]) => unitOfLine(name, line)))
    const added = results.filter(({ status }) => status === "committed").length
    size = size === undefined ? await count() : size + added
    await drop(await oldest(size - mostNameless)) // never more than came in, and a request has a page at most
  }
  return { keep, drop, expire }
}
