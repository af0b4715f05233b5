import type { Sent } from "../../channel/channel.ts"
import type { Clock } from "../../kernel/clock.ts"
import { BusyError, InputError, StoreError } from "../../kernel/errors.ts"
import type { Called, Transport } from "../../runtime/transport.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Job } from "../../timeline/job.ts"
import type { Store } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import type { Input } from "../inputs.ts"
import { createDeliveries } from "./deliveries.ts"
import { createInstruments, type Looked, observe } from "./instruments.ts"
import { createLinks, createSpans, failSpan, type InSpan } from "./spans.ts"
import type { Telemetry, TelemetrySpan } from "./telemetry.ts"

/** What became of an input. */
export type InputOutcome = "committed" | "duplicate" | "refused" | "busy" | "failed"

type TurnStore = Pick<Store<State>, "load" | "commit">

/** Tells a meter and a tracer how it goes. Nothing of what is told names a person, an address or what they said. */
export interface Watch {
  readonly turn: <Result>(inputs: number, run: () => Promise<Result>) => Promise<Result>
  readonly store: (store: TurnStore) => TurnStore
  readonly input: (kind: Input["kind"], outcome: InputOutcome) => void
  /** The turn that is at work posted these. */
  readonly posted: (posts: readonly Job[]) => void
  readonly job: (attempt: Attempt, run: () => Promise<void>) => Promise<void>
  readonly transport: (transport: Transport) => Transport
  readonly send: (channel: string, run: () => Promise<Sent>) => Promise<Sent>
  /** Looks at the engine and at what waits whenever the meter collects; gives how to stop. */
  readonly look: (looked: Looked) => () => void
}

/** What became of an input that was not committed. */
export const outcomeOf = (failure: unknown): InputOutcome =>
  failure instanceof InputError ? "refused" : failure instanceof BusyError ? "busy" : "failed"

/** What the parts of a watch share. */
interface Watching {
  readonly tell: ReturnType<typeof createInstruments> | undefined
  readonly inSpan: InSpan
  /** Milliseconds. */
  readonly now: () => number
}

const secondsSince = ({ now }: Watching, began: number): number => Math.max(0, now() - began) / 1_000

const watchStore = ({ tell }: Watching, atWork: () => TelemetrySpan | undefined): Watch["store"] => {
  const deliveriesOf = createDeliveries()
  const storeFailed = (failure: unknown): never => {
    tell?.storeErrors.add(1, { reason: failure instanceof StoreError ? failure.reason : "failed" })
    throw failure
  }
  return (store) => ({
    load: (need) => store.load(need).catch(storeFailed),
    commit: async (units) => {
      const results = await store.commit(units).catch(storeFailed)
      const fenced = results.filter(({ status }) => status === "fenced").length
      if (fenced > 0) tell?.fenced.add(fenced)
      if (fenced > 0) atWork()?.setAttribute("fenced", fenced)
      for (const [index, unit] of tell ? units.entries() : [])
        if (results[index]?.status === "committed")
          for (const told of deliveriesOf(unit)) tell?.deliveries.add(1, { ...told })
      return results
    },
  })
}

interface CallOutcome {
  readonly outcome: string
  readonly isGood: boolean
}

const ofCalled = (called: Called): CallOutcome =>
  "error" in called
    ? { outcome: called.error.reason, isGood: false }
    : { outcome: `${called.response.status}`, isGood: called.response.status < 400 }

const ofSent = (sent: Sent): CallOutcome =>
  sent.status === "failed" ? { outcome: sent.error.reason, isGood: false } : { outcome: sent.status, isGood: true }

const watchCalls = (watching: Watching): Pick<Watch, "transport" | "send"> => {
  const { tell, inSpan, now } = watching
  const call = <Result>(
    channel: string,
    run: () => Promise<Result>,
    of: (result: Result) => CallOutcome,
  ): Promise<Result> =>
    inSpan("escucha.call", { kind: 2, attributes: { channel } }, async (span) => {
      const began = now()
      const result = await run()
      const { outcome, isGood } = of(result)
      tell?.calls.record(secondsSince(watching, began), { channel, outcome })
      span?.setAttribute("outcome", outcome)
      if (!isGood) failSpan(span, outcome)
      return result
    })
  return {
    transport:
      (transport) =>
      (channel, ...given) =>
        call(channel, () => transport(channel, ...given), ofCalled),
    send: (channel, run) => call(channel, run, ofSent),
  }
}

const watchJobs = (watching: Watching, links: ReturnType<typeof createLinks>): Watch["job"] => {
  const { tell, inSpan, now } = watching
  return ({ id, type, attempt }, run) =>
    inSpan("escucha.job", { kind: 4, attributes: { type, attempt }, ...links.of(id) }, async () => {
      const began = now()
      let outcome = "failed"
      try {
        await run()
        outcome = "done"
        links.forget(id)
      } finally {
        tell?.jobs.record(secondsSince(watching, began), { type, outcome })
      }
    })
}

/** What somebody who asked for figures or spans is told. */
export const createWatch = ({ meter, tracer }: Telemetry, { now }: Clock): Watch => {
  const tell = meter && createInstruments(meter)
  const watching: Watching = { tell, inSpan: createSpans(tracer), now }
  const links = createLinks()
  let atWork: TelemetrySpan | undefined
  return {
    turn: (inputs, run) =>
      watching.inSpan("escucha.turn", { kind: 0, attributes: { inputs } }, async (span) => {
        const began = now()
        atWork = span
        tell?.batches.record(inputs)
        try {
          return await run()
        } finally {
          atWork = undefined
          tell?.turns.record(secondsSince(watching, began))
        }
      }),
    store: watchStore(watching, () => atWork),
    input: (kind, outcome) => tell?.inputs.add(1, { kind, outcome }),
    posted: (posts) => links.put(posts, atWork?.spanContext()),
    job: watchJobs(watching, links),
    ...watchCalls(watching),
    look: (looked) => (meter ? observe(meter, looked) : () => {}),
  }
}
