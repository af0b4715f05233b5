import { postgres } from "@escucha/adapters/stores/postgres"
import { startPartner } from "../ingest/process.ts"
import { connections } from "../engines/handling.ts"
import { moment } from "../engines/message.ts"
import { medianOf } from "../statistics.ts"
import { unitNumbered } from "./commit-load.ts"

/** What single steps take on this machine, in milliseconds. */
export interface Steps {
  /** A row by hand, safe on the disk: the least that any commit takes. */
  readonly bareCommit: number
  /** One unit alone, and each further unit of a commit. */
  readonly commit: number
  readonly unit: number
  /** Reading the state of one stream. */
  readonly load: number
}

const times = 60
const together = 64

const timed = async (run: (time: number) => Promise<unknown>): Promise<number> => {
  const samples: number[] = []
  for (let time = 0; time < times; time++) {
    const before = moment()
    await run(time)
    samples.push(moment() - before)
  }
  return medianOf(samples)
}

/** Measures the steps one after the other, by one process alone. */
export const stepsOn = async (url: string): Promise<Steps> => {
  const store = postgres<{ readonly last: number }>(url)
  await store.migrate()
  const pool = connections(url, 1)
  await pool.query("create table bare (number int)")
  let next = 0
  const unit = () => unitNumbered("step", next++)
  for (let warm = 0; warm < 40; warm++) await store.commit([unit(), unit()])
  const bareCommit = await timed((time) => pool.query("insert into bare values ($1)", [time]))
  const commit = await timed(() => store.commit([unit()]))
  const many = await timed(() => store.commit(Array.from({ length: together }, unit)))
  const load = await timed((time) => store.load({ inputs: [], identifiers: [], streams: [`s_step${time}`] }))
  await pool.end()
  await store.close()
  return { bareCommit, commit, unit: Math.max(0, many - commit) / (together - 1), load }
}

const length = 3_000

/** Units a second that so many processes commit together, each with so many in flight. */
export const contentionOn = async (url: string, processes: number, inFlight: number): Promise<number> => {
  const partners = await Promise.all(
    Array.from({ length: processes }, (_, place) =>
      startPartner<{ readonly milliseconds: number }, number>(new URL("commit-load.ts", import.meta.url), [
        url,
        `p${processes}x${place}`,
        String(inFlight),
      ]),
    ),
  )
  const units = await Promise.all(partners.map(({ ask }) => ask({ milliseconds: length })))
  await Promise.all(partners.map(({ end }) => end()))
  return (units.reduce((sum, each) => sum + each, 0) / length) * 1000
}
