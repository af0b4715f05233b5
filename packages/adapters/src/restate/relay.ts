import type { Clock } from "@escucha/core/engine"
import type { Mailbox, Told, Untold } from "./mailbox.ts"
import type { RestateServer, Sending } from "./server.ts"

/**
 * Brings jobs from the database to Restate. A hint may be dropped: what nobody has told is found by the sweep. So nothing grows while
 * Restate is away, and whoever posts never waits for it.
 */
export interface Relay {
  /** Jobs that were committed this moment. */
  readonly offer: (ids: readonly string[]) => void
  /** Tells Restate of these; false where it cannot be reached, or not all of it was written down. */
  readonly tell: (jobs: readonly Untold[]) => Promise<boolean>
  /** Whether Restate was away a moment ago, and is left alone for now. */
  readonly isAway: () => boolean
  /** Whether hints were dropped since everything was told the last time. */
  readonly isBehind: () => boolean
  /** Everything was told. */
  readonly caughtUp: () => void
}

/** What a relay is made of. */
export interface RelayOptions {
  readonly mailbox: Pick<Mailbox, "untold" | "told">
  readonly server: Pick<RestateServer, "send">
  readonly clock: Clock
  readonly random: () => number
  /** Told once when Restate or the database goes away, and not again before it was back. */
  readonly report: (failure: unknown) => void
}

const mostHints = 10_000
const batch = 256
const pauses = { first: 250, longest: 10_000 }

/**
 * Jobs that are due later than this many milliseconds are told when their time is nearer: so Restate holds nothing for months, and what is
 * cancelled before that never reaches it.
 */
export const horizon = 86_400_000

/** Timers of at least this many milliseconds are noted, so that they can be cancelled; shorter ones find nothing to do. */
const shortest = 10_000

/** What goes to Restate for a job. A job that is told again, because it was dead or Restate forgot it, is another sending. */
export const sendingOf = ({ seq, id, key, at, before }: Untold, now: number): Sending => {
  const delay = at === undefined ? 0 : Math.max(0, Math.ceil(at - now))
  return {
    key,
    idempotency: `${seq}.${before ?? "first"}`,
    delay,
    token: { job: id, seq, ...(at !== undefined && { at }), ...(delay >= shortest && { noted: true }) },
  }
}

/** Jobs that one token is enough for: it names one of them, and runs everything of its key that was committed before. */
export interface Together {
  readonly named: Untold
  readonly all: readonly Untold[]
}

/** Jobs by the tokens that they need. One for later has a token of its own, because that can be cancelled. */
export const together = (jobs: readonly Untold[]): readonly Together[] => {
  const found = new Map<string, Together>()
  for (const job of jobs) {
    const line = job.at === undefined ? job.key : `${job.key} ${job.seq}`
    const { named, all } = found.get(line) ?? { named: job, all: [] }
    found.set(line, { named: named.seq > job.seq ? named : job, all: [...all, job] })
  }
  return [...found.values()]
}

/** How long something is left alone that failed so often in a row: longer each time, and not for all processes alike. */
export const awayPause = (failures: number, random: () => number): number =>
  Math.min(pauses.first * 2 ** (failures - 1), pauses.longest) * (0.5 + random() / 2)

/** Knows whether Restate is left alone for now. */
const createAbsence = ({ clock, random, report }: Pick<RelayOptions, "clock" | "random" | "report">) => {
  let failures = 0,
    until = 0
  return {
    is: (): boolean => clock.now() < until,
    begin: (failure: unknown): void => {
      if (failures++ === 0) report(failure)
      until = clock.now() + awayPause(failures, random)
    },
    end: (): void => {
      failures = 0
    },
  }
}

/** Ids that wait to be told; what there is no room for is dropped, and that is known. */
const createHints = () => {
  const waiting = new Set<string>()
  let isBehind = false
  return {
    isBehind: () => isBehind,
    caughtUp: () => {
      isBehind = false
    },
    drop: () => {
      waiting.clear()
      isBehind = true
    },
    add: (ids: readonly string[]): void => {
      if (waiting.size + ids.length > mostHints) isBehind = true
      else for (const id of ids) waiting.add(id)
    },
    areThere: () => waiting.size > 0,
    take: (): readonly string[] => {
      const ids = [...waiting].slice(0, batch)
      for (const id of ids) waiting.delete(id)
      return ids
    },
  }
}

/** Tells Restate of jobs, and the database that it was told. */
const createTelling =
  ({ mailbox, server, clock }: RelayOptions, absence: ReturnType<typeof createAbsence>) =>
  async (jobs: readonly Untold[]): Promise<void> => {
    if (jobs.length === 0) return
    const send = async ({ named, all }: Together): Promise<readonly Told[]> => {
      const sending = sendingOf(named, clock.now())
      const invocation = await server.send(sending)
      return all.map(({ seq, id }) => ({ seq, id, invocation, isNoted: sending.token.noted === true }))
    }
    const sent = await Promise.allSettled(together(jobs).map(send))
    const told = sent.flatMap((one) => (one.status === "fulfilled" ? one.value : []))
    if (told.length > 0) await mailbox.told(told, clock.now())
    const failed = sent.find((one) => one.status === "rejected")
    if (failed) throw failed.reason
    absence.end()
  }

/** The way from this database to this Restate. */
export const createRelay = (options: RelayOptions): Relay => {
  const { mailbox, clock } = options
  const absence = createAbsence(options)
  const hints = createHints()
  const tell = createTelling(options, absence)
  let under: Promise<void> | undefined
  const fail = (failure: unknown): void => {
    absence.begin(failure)
    hints.drop()
  }
  const work = async (): Promise<void> => {
    while (hints.areThere()) await tell(await mailbox.untold(hints.take(), clock.now() + horizon))
  }
  const stir = (): void => {
    // after everything that was called in this turn: what was committed together is told together
    under ??= Promise.resolve()
      .then(work)
      .catch(fail)
      .finally(() => {
        under = undefined
        if (hints.areThere()) stir()
      })
  }
  return {
    isAway: absence.is,
    isBehind: hints.isBehind,
    caughtUp: hints.caughtUp,
    tell: (jobs) =>
      tell(jobs).then(
        () => true,
        (failure: unknown) => {
          fail(failure)
          return false
        },
      ),
    offer: (ids) => {
      if (absence.is()) return hints.drop()
      hints.add(ids)
      stir()
    },
  }
}
