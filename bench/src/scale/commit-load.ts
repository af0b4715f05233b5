// A process that commits as fast as it can for a while: units of one entry, each of a new stream, so many at the same time.
import { postgres } from "@escucha/adapters/stores/postgres"
import type { Store } from "@escucha/core"
import { inputId, type StreamId } from "../../../packages/core/src/kernel/ids.ts" // units are made by the house; no door has this
import type { Unit } from "../../../packages/core/src/timeline/store.ts"
import { unitOf } from "../../../packages/core/src/timeline/unit.ts"
import { moment } from "../engines/message.ts"

interface Remembered {
  readonly last: number
}

/** A unit of one entry in a stream of its own. */
export const unitNumbered = (name: string, number: number): Unit<Remembered> => {
  const stream: StreamId = `s_${name}${number}`
  const identifier = `bench:${name}${number}` as const
  const at = Date.now()
  return unitOf({
    inputs: [inputId(`${name} ${number}`)],
    expects: new Map([[stream, 0]]),
    binds: new Map([[identifier, stream]]),
    entries: [
      {
        id: `${name} ${number}#0`,
        stream,
        position: 1,
        kind: "noted",
        schema: 1,
        occurredAt: at,
        receivedAt: at,
        data: {},
      },
    ],
    states: new Map([[stream, { customer: stream, identifier, version: 1, state: { last: number } }]]),
  })
}

/** Commits until the time is over; gives how many units were committed. */
export const commitFor = async (
  store: Store<Remembered>,
  name: string,
  inFlight: number,
  milliseconds: number,
): Promise<number> => {
  const end = moment() + milliseconds
  let next = 0
  const lane = async (): Promise<void> => {
    while (moment() < end) await store.commit([unitNumbered(name, next++)])
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  return next
}

const [, script = "", url = "", name = "", inFlight = "1"] = process.argv
if (import.meta.filename === script) {
  const store = postgres<Remembered>(url)
  await commitFor(store, `${name}w`, 4, 300)
  process.on("message", ({ milliseconds }: { readonly milliseconds: number }) => {
    // from the bench that started this process
    commitFor(store, name, Number(inFlight), milliseconds).then(
      (units) => process.send?.(units),
      (failure: unknown) => {
        process.stderr.write(`a committer broke: ${String(failure)}\n`)
        process.exit(1)
      },
    )
  })
  process.on("disconnect", () => process.exit())
  process.send?.("ready")
}
