import type { Database } from "./connection.ts"
import { databaseNow } from "./schema-coordination.ts"

/** What is looked at from time to time. */
export interface RoundSetting {
  readonly database: Database
  /** Whether the database tells of news by itself at this moment. */
  readonly isTold: () => boolean
  /** Whether anybody waits for commits, and for what others tell. */
  readonly isWatched: () => boolean
  readonly isHeard: () => boolean
  readonly wake: () => void
  readonly hear: () => Promise<void>
}

/** Milliseconds between two looks: where nobody tells of news, shorter while there is some; as a net where it is told; and for sweeping. */
const [usual, lively, net, sweeping] = [1_000, 250, 15_000, 120_000]

/** Looks for what nobody told, and removes what is over. One look at a time; where the database is gone, the next one tries again. */
export const createRounds = ({ database, isTold, isWatched, isHeard, wake, hear }: RoundSetting) => {
  const { schema } = database
  const head = `SELECT entry FROM ${schema}.latest WHERE one = 1`
  const sweeps = [
    `DELETE FROM ${schema}.limits WHERE until < ${databaseNow} - 60000`,
    `DELETE FROM ${schema}.spent WHERE until < ${databaseNow}`,
  ]
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  let known = -1
  let sweptAt = performance.now()

  const lookAtHead = async (): Promise<boolean> => {
    const [row] = await database.query<{ readonly entry: number }>(head)
    const entry = row?.entry ?? 0
    const isNews = entry !== known
    known = entry
    if (isNews) wake()
    return isNews
  }
  const sweep = async (): Promise<void> => {
    if (performance.now() - sweptAt < sweeping) return
    sweptAt = performance.now()
    for (const statement of sweeps) await database.query(statement)
  }
  const round = async (): Promise<number> => {
    const isNews = isWatched() && (await lookAtHead())
    if (isHeard()) await hear()
    await sweep()
    return isTold() ? net : isNews ? lively : usual
  }
  const later = (span: number): void => {
    if (isStopped) return
    timer = setTimeout(
      () =>
        void round()
          .catch(() => usual)
          .then(later),
      span,
    )
    timer.unref()
  }
  return {
    start: (): void => {
      if (timer === undefined) later(0)
    },
    stop: (): void => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
