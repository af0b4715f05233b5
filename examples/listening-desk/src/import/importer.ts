import type { Escucha } from "@escucha/core"
import type { Columns } from "./column.ts"
import { createIntake } from "./intake.ts"
import { createPace, type Speed } from "./pace.ts"
import type { Report } from "./report.ts"
import type { Rejection, Row } from "./row.ts"
import { createSieve } from "./sieve.ts"
import type { ImportSource } from "./source.ts"
import { summarize, type Summary, tallyOf } from "./summary.ts"

/** What an import does, and to whom it tells how it goes. */
export interface ImportOptions {
  readonly source: ImportSource
  readonly columns: Columns
  readonly speed: Speed
  readonly report: Report
  /** Stops the import: what is on its way is finished, nothing more is read. */
  readonly signal: AbortSignal
}

/** What the import needs of an application. */
export type Importing = Pick<Escucha, "conversations" | "store" | "settled" | "start">

/** Messages that are handed over together. */
const batchLength = 128

const damaged =
  "some bytes of the file are not UTF-8 and were replaced; save it as UTF-8 and import it into a new folder"

/**
 * Takes a file of messages in as history: nothing is sent for them. Resolves when all of it is committed and what the rules made of it is
 * settled; `undefined` where the signal stopped it before. A row whose id was taken in before, in this file or in an earlier run, changes
 * nothing.
 */
export const importMessages = async (
  app: Importing,
  { source, columns, speed, report, signal }: ImportOptions,
): Promise<Summary | undefined> => {
  await app.start()
  const before = await tallyOf(app.store)
  const begun = performance.now()
  const sieve = createSieve(columns, source.unknown, report)
  const intake = createIntake(app, sieve.reject)
  const pace = speed === "max" ? undefined : createPace(speed, signal)
  const length = pace ? 1 : batchLength

  const takeIn = async (rows: readonly (Row | Rejection)[], share: number): Promise<void> => {
    for (let from = 0; from < rows.length && !signal.aborted; from += length) {
      const batch = rows.slice(from, from + length).flatMap((row) => sieve.pass(row) ?? [])
      if (pace && batch[0]) await pace(batch[0].at)
      if (batch.length > 0) await intake.take(batch)
      report.progress({ share, ...intake.counts() })
    }
  }
  try {
    for await (const { rows, share, isDamaged } of source.read()) {
      if (isDamaged) report.warn(damaged)
      await takeIn(rows, share)
      if (signal.aborted) break
    }
  } catch (failure) {
    if (!signal.aborted) throw failure // a pause that the signal cut short is no failure
  } finally {
    await intake.done()
    sieve.end()
  }
  if (signal.aborted) return undefined
  await app.settled()
  const { customers } = await app.store.size()
  return summarize(
    { ...intake.counts(), rejected: sieve.rejected(), seconds: (performance.now() - begun) / 1000 },
    before,
    await tallyOf(app.store),
    customers,
  )
}
