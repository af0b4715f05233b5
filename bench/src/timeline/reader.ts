// Reads customers of one file or database, one after the other, in a process of its own, and tells how long each took.
import { application } from "./application.ts"
import { openLimit } from "./limit.ts"
import { openLimitOnPostgres } from "./limit-postgres.ts"

/** What to read: the customers by name. The first ones warm up and are not told. */
export interface Reading {
  readonly customers: readonly string[]
  readonly warmUp: number
}

/** How long each reading took, in microseconds; the ids of the last entries of the last customer, to compare. */
export interface Read {
  readonly micros: readonly number[]
  readonly last: readonly string[]
  readonly peakRssMb: number
}

/** Which way it is read. */
export type Way = "timeline" | "view" | "limit timeline" | "limit view"

interface Opened {
  readonly read: (customer: string) => Promise<readonly { readonly id?: string }[]>
  readonly close: () => Promise<void> | void
}

const openOurs = async (place: string, way: Way): Promise<Opened> => {
  const escucha = application(place)
  await escucha.start()
  return {
    read: async (customer) =>
      way === "timeline"
        ? (await escucha.customers.timeline(customer, { limit: 50 })).items
        : ((await escucha.customers.get(customer))?.thread.items ?? []),
    close: () => escucha.close(),
  }
}

const open = async (place: string, way: Way): Promise<Opened> => {
  if (way === "timeline" || way === "view") return openOurs(place, way)
  const limit = place.startsWith("postgres://") ? await openLimitOnPostgres(place) : openLimit(place)
  const read = way === "limit timeline" ? limit.timeline : limit.view
  return { read: async (customer) => read(customer), close: limit.close }
}

const readAll = async (opened: Opened, { customers, warmUp }: Reading): Promise<Read> => {
  const micros: number[] = []
  let last: readonly { readonly id?: string }[] = []
  for (const [place, customer] of customers.entries()) {
    const before = performance.now()
    last = await opened.read(customer)
    if (place >= warmUp) micros.push((performance.now() - before) * 1000)
  }
  return {
    micros,
    last: last.flatMap(({ id }) => (id === undefined ? [] : [id])),
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  }
}

const [at = "", way = "timeline"] = process.argv.slice(2)
const opened = await open(at, way as Way) // the bench starts this script with one of them
process.on("message", (reading: Reading) => {
  // from the bench that started this process
  readAll(opened, reading)
    .then((read) => process.send?.(read))
    .catch((failure: unknown) => {
      process.stderr.write(`the reader broke: ${String(failure)}\n`)
      process.exit(1)
    })
})
process.on("disconnect", () => void opened.close())
process.send?.("ready")
