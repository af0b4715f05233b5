import type { Clock } from "@escucha/core/engine"
import type { JobReader, JobRow } from "./job-rows.ts"
import { createPlaces, type Places, wentOnLater, wentOnNow } from "./part-places.ts"
import { partOf } from "./part.ts"

/** Brings jobs of the parts that are held from the table into memory, as many as can be worked off soon. */
export interface Intake {
  /** These parts are held now: everything of them that waits is read. */
  readonly begin: (parts: readonly number[]) => void
  readonly stop: (part: number) => void
  readonly stopAll: () => void
  /** Something may have been posted. */
  readonly wake: () => void
  /** Some of what was read has been worked off. */
  readonly goOn: () => void
  /** Resolves when what was there when it was called was read, as far as it is due soon and there is room. */
  readonly caughtUp: () => Promise<void>
  readonly end: () => void
}

/** What takes the jobs, and how much of it is in hand. */
export interface IntakeOptions {
  readonly reader: JobReader
  readonly clock: Clock
  readonly take: (rows: readonly JobRow[]) => void
  /** Jobs that may run, and all that are known. */
  readonly size: () => { readonly ready: number; readonly all: number }
  /** Everything that was read has been taken. */
  readonly allRead: () => void
  /** Milliseconds between two looks of which nobody told. */
  readonly pause: number
  readonly report: (failure: unknown) => void
}

/** So many jobs may wait in memory for their turn: while there are more, nothing is read. */
const mostReady = 2_000
/** So many may be known in all: those behind a paused one of their key, and those that are due soon, too. */
const mostKnown = 100_000
/** Milliseconds: what is due within the first is read, and more of it when no more than the second is left. */
const ahead = { far: 60_000, near: 30_000 }
/** Milliseconds until a database that failed is asked again. */
const afterFailure = 250
const readFailing = async ({ reader, take }: IntakeOptions, places: Places): Promise<void> => {
  const asked = places.those(({ isFresh }) => isFresh)
  if (asked.length === 0) return
  take(places.stillOurs(asked, await reader.failing(asked.map(({ part }) => part))))
  for (const place of asked) place.isFresh = false
}

/** Reads what its places lack, one question after the other: a later answer never knows less than one before it. */
const createReading = (options: IntakeOptions, places: Places) => {
  const { reader, clock, take, size } = options
  let newest: number | undefined,
    until = 0,
    isTold = false
  const hasRoom = (): boolean => size().ready < mostReady && size().all < mostKnown
  const readWaiting = async (): Promise<void> => {
    const asked = places.those(({ isFresh, isBehind }) => isBehind && !isFresh)
    if (asked.length === 0 || !hasRoom()) return
    const rows = await reader.waiting(asked)
    take(places.stillOurs(asked, rows))
    wentOnNow(asked, rows)
  }
  const readComing = async (): Promise<void> => {
    if (clock.now() + ahead.near > until) {
      until = clock.now() + ahead.far
      for (const place of places.those(() => true)) place.isComing = true
    }
    const asked = places.those(({ isFresh, isComing }) => isComing && !isFresh)
    if (asked.length === 0 || size().all >= mostKnown) return
    const rows = await reader.coming(asked, until)
    take(places.stillOurs(asked, rows))
    wentOnLater(asked, rows, until)
  }
  const readPosted = async (): Promise<void> => {
    if (newest === undefined || !isTold || !hasRoom()) return
    isTold = false
    const asked = places.those(({ isFresh }) => !isFresh)
    const parts = asked.map(({ part }) => part)
    const found = await reader.posted(newest, parts, until)
    newest = found.newest
    isTold ||= !found.isAll
    // of a place that is behind, jobs for now come by the other way, behind those that wait there
    take(places.stillOurs(asked, found.rows).filter(({ due, key }) => due > 0 || !places.of(partOf(key))?.isBehind))
  }
  return {
    tell: () => {
      isTold = true
    },
    forget: () => {
      newest = undefined
    },
    /** Whether there is something to read, and room for it. */
    isWanting: (): boolean =>
      !places.isEmpty() &&
      (places.some(({ isFresh }) => isFresh) ||
        (hasRoom() && (isTold || places.some(({ isBehind }) => isBehind))) ||
        (size().all < mostKnown && places.some(({ isComing }) => isComing))),
    round: async (): Promise<void> => {
      newest ??= await reader.newest() // what came before is read by the places, what comes after by its number
      await readFailing(options, places)
      await readWaiting()
      await readComing()
      await readPosted()
    },
  }
}

/** Begins without any place. */
export const createIntake = (options: IntakeOptions): Intake => {
  const { clock, allRead, report, pause } = options
  const places = createPlaces()
  const reading = createReading(options, places)
  let going: Promise<void> | undefined
  let isOver = false
  let stop = () => {}
  const later = (span: number): void => {
    stop()
    if (isOver) return
    stop = clock.at(clock.now() + span, () => {
      reading.tell()
      goOn()
    })
  }
  const read = async (): Promise<void> => {
    try {
      do {
        await reading.round()
        allRead()
      } while (reading.isWanting())
      later(pause)
    } catch (failure) {
      report(failure)
      later(afterFailure)
    } finally {
      going = undefined
    }
  }
  const goOn = (): void => {
    if (!going && reading.isWanting()) going = read()
  }
  const wake = (): void => {
    reading.tell()
    goOn()
  }
  later(pause)
  return {
    begin: (parts) => {
      places.begin(parts)
      wake()
    },
    stop: places.stop,
    stopAll: () => {
      places.clear()
      reading.forget()
    },
    wake,
    goOn,
    caughtUp: async () => {
      wake()
      await going
    },
    end: () => {
      isOver = true
      stop()
      places.clear()
    },
  }
}
