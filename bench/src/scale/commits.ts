import type { Agenda, Station } from "./agenda.ts"

/** What a commit costs while it holds the lock that all commits of a database take. */
export interface CommitCost {
  /** Milliseconds for each commit, however much is in it: two ways to the database and the write to the disk. */
  readonly fixed: number
  /** Milliseconds of the database's CPU for each unit in it. */
  readonly each: number
  /** So many units at most. */
  readonly most: number
}

/** Commits of one process: what comes while one is under way goes together into the next. */
export interface Committer {
  readonly commit: (done: () => void) => void
  /** The process is gone: what was not committed never will be, and nobody hears of it. */
  readonly end: () => void
}

/** The one lock. */
export interface Lock {
  readonly committer: () => Committer
  /** Commits and units so far. */
  readonly count: () => { readonly commits: number; readonly units: number }
}

/** A lock on a database whose CPU is the station. */
export const createLock = (agenda: Agenda, cost: CommitCost, database: Station): Lock => {
  const queue: { readonly units: number; readonly done: () => void }[] = []
  let isHeld = false
  let commits = 0
  let units = 0
  const take = (): void => {
    const next = queue.shift()
    if (isHeld || !next) {
      if (next) queue.unshift(next)
      return
    }
    isHeld = true
    agenda.after(cost.fixed, () =>
      database.use(cost.each * next.units, () => {
        isHeld = false
        commits++
        units += next.units
        next.done()
        take()
      }),
    )
  }
  return {
    count: () => ({ commits, units }),
    committer: () => {
      let waiting: (() => void)[] = []
      let isUnderWay = false
      let isGone = false
      const flush = (): void => {
        if (isUnderWay || isGone || waiting.length === 0) return
        isUnderWay = true
        const taken = waiting.slice(0, cost.most)
        waiting = waiting.slice(cost.most)
        queue.push({
          units: taken.length,
          done: () => {
            isUnderWay = false
            if (isGone) return
            for (const done of taken) done()
            flush()
          },
        })
        take()
      }
      return {
        commit: (done) => {
          waiting.push(done)
          flush()
        },
        end: () => void (isGone = true),
      }
    },
  }
}
