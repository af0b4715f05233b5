import { BusyError } from "../../kernel/errors.ts"
import { inputId } from "../../kernel/ids.ts"
import { unitOf } from "../../timeline/unit.ts"
import type { Background, Loop } from "../loop.ts"
import type { StandingSetting } from "./setting.ts"
import { versionOf } from "./segments.ts"

/** Which definitions the customers were sorted by, as a line of a list of one: where a start finds what is left to do. */
const list = "segment-definitions"

interface Progress {
  /** A hash of all definitions. */
  readonly version: string
  /** How many times definitions changed: the reviews of one time are not those of another. */
  readonly run: number
  readonly isDone: boolean
  /** The token of the page that comes next. */
  readonly after?: string
}

/** How many customers are looked at in one turn. */
const pageSize = 200

const readProgress = async ({ store }: Loop): Promise<Progress | undefined> => {
  const [row] = (await store.query(list, {}, { limit: 1 })).items
  return row && (JSON.parse(row.data) as Progress) // written by writeProgress alone
}

const writeProgress = async ({ store }: Loop, progress: Progress): Promise<void> => {
  await store.commit([unitOf({ puts: [{ projection: list, key: list, at: 0, data: JSON.stringify(progress) }] })])
}

/** Where a run begins; `undefined` where everybody is sorted already. */
const begin = async (loop: Loop, { segments, lifecycle }: StandingSetting): Promise<Progress | undefined> => {
  const known = await readProgress(loop)
  if (!known && segments.length === 0 && !lifecycle) return undefined // nobody was ever in anything
  const version = versionOf([segments.map(({ name, condition }) => [name, condition]), lifecycle ?? null])
  if (known?.version !== version) return { version, run: (known?.run ?? 0) + 1, isDone: false }
  return known.isDone ? undefined : known
}

/** Waits until there is room again. */
const pause = ({ clock }: Loop, { retryAfter }: BusyError): Promise<void> =>
  new Promise((resolve) => void clock.at(clock.now() + retryAfter, resolve))

const reviewPage = async (loop: Loop, { run, after }: Progress, signal: AbortSignal): Promise<string | undefined> => {
  const page = await loop.store.customers({ limit: pageSize, ...(after !== undefined && { after }) })
  const review = (customer: (typeof page.items)[number]) =>
    loop.post({ kind: "review", id: inputId(`review:${run}:${customer}`), on: customer, backfill: true })
  for (;;) {
    try {
      await Promise.all(page.items.map(review))
      return page.next
    } catch (failure) {
      if (!(failure instanceof BusyError) || signal.aborted) throw failure
      await pause(loop, failure)
    }
  }
}

const run = async (loop: Loop, signal: AbortSignal): Promise<void> => {
  let progress = await begin(loop, loop.setting)
  while (progress && !signal.aborted) {
    await writeProgress(loop, progress)
    if (progress.isDone) return
    const { after: _, ...rest }: Progress = progress
    const next = await reviewPage(loop, progress, signal)
    progress = next === undefined ? { ...rest, isDone: true } : { ...rest, after: next }
  }
}

/**
 * Sorts everybody by definitions that are new or others, page by page behind everything else; a start goes on where the last process
 * was stopped. Nobody comes in by something that happened, so no rule is set off.
 */
export const startBackfill = (loop: Loop): Background => {
  const stopping = new AbortController()
  // of several processes one sorts; the others find that it is done
  const work = (held: AbortSignal) => run(loop, held)
  const ended = loop.alone("segment-backfill", work, stopping.signal).catch((failure: unknown) => {
    if (!stopping.signal.aborted) loop.report(failure) // what was not looked at is looked at by the next start
  })
  return {
    ended,
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}
