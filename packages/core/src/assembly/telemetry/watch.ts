import type { Sent } from "../../channel/channel.ts"
import type { Clock } from "../../kernel/clock.ts"
import { BusyError, DeliveryError, InputError, StoreError, TimeLimitError } from "../../kernel/errors.ts"
import type { Transport } from "../../runtime/http.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Job } from "../../timeline/job.ts"
import type { Store, UnitResult } from "../../timeline/store.ts"
import type { State } from "../entries.ts"
import type { Input } from "../inputs.ts"
import { createDeliveries } from "./deliveries.ts"
import { createInstruments, type Looked, observe } from "./instruments.ts"
import type { Telemetry, TelemetrySpan, TelemetrySpanContext, TelemetrySpanOptions } from "./telemetry.ts"

/** What became of an input. */
export type InputOutcome = "committed" | "duplicate" | "refused" | "busy" | "failed"

/** Tells a meter and a tracer how it goes. Nothing of what is told names a person, an address or what they said. */
export interface Watch {
  readonly turn: <Result>(inputs: number, run: () => Promise<Result>) => Promise<Result>
  readonly store: (store: Pick<Store<State>, "load" | "commit">) => Pick<Store<State>, "load" | "commit">
  readonly input: (kind: Input["kind"], outcome: InputOutcome) => void
  /** The turn that is at work posted these. */
  readonly posted: (posts: readonly Job[]) => void
  readonly job: (attempt: Attempt, run: () => Promise<void>) => Promise<void>
  readonly transport: (transport: Transport) => Transport
  readonly send: (channel: string, run: () => Promise<Sent>) => Promise<Sent>
  /** Looks at the engine and at what waits whenever the meter collects; gives how to stop. */
  readonly look: (looked: Looked) => () => void
}

/** So many jobs are remembered with the turn that posted them. */
const mostLinks = 10_000

/** The class of a failure, of those that are ours: what others throw can be called anything, also by the name of a person. */
export const nameOf = (failure: unknown): string => {
  for (const known of [InputError, StoreError, BusyError, DeliveryError, TimeLimitError])
    if (failure instanceof known) return known.name
  return "Error"
}

/** What became of an input that was not committed. */
export const outcomeOf = (failure: unknown): InputOutcome =>
  failure instanceof InputError ? "refused" : failure instanceof BusyError ? "busy" : "failed"

const failed = (span: TelemetrySpan, type: string): void => {
  span.setAttribute("error.type", type)
  span.setStatus({ code: 2 })
}

/** Does work in a span of its own, or without one where nobody asked for spans. */
const createSpans =
  ({ tracer }: Telemetry) =>
  <Result>(
    name: string,
    options: TelemetrySpanOptions,
    work: (span: TelemetrySpan | undefined) => Promise<Result>,
  ): Promise<Result> => {
    if (!tracer) return work(undefined)
    return tracer.startActiveSpan(name, options, async (span) => {
      try {
        return await work(span)
      } catch (failure) {
        failed(span, nameOf(failure))
        throw failure
      } finally {
        span.end()
      }
    })
  }

/** Which turn posted a job, as long as that is remembered. */
const createLinks = () => {
  const links = new Map<string, TelemetrySpanContext>()
  return {
    put: (posts: readonly Job[], context: TelemetrySpanContext | undefined): void => {
      if (!context) return
      for (const { id } of posts) links.set(id, context)
      for (const id of links.keys()) {
        if (links.size <= mostLinks) return
        links.delete(id)
      }
    },
    of: (id: string): Pick<TelemetrySpanOptions, "links"> => {
      const context = links.get(id)
      return context ? { links: [{ context }] } : {}
    },
    forget: (id: string): void => void links.delete(id),
  }
}

const fencedIn = (results: readonly UnitResult[]): number => results.filter(({ status }) => status === "fenced").length

/** What somebody who asked for figures or spans is told. */
export const createWatch = (telemetry: Telemetry, clock: Clock): Watch => {
  const { meter } = telemetry
  const tell = meter && createInstruments(meter)
  const inSpan = createSpans(telemetry)
  const links = createLinks()
  const deliveriesOf = createDeliveries()
  let atWork: TelemetrySpan | undefined
  const since = (began: number): number => Math.max(0, clock.now() - began) / 1_000

  const storeFailed = (failure: unknown): never => {
    tell?.storeErrors.add(1, { reason: failure instanceof StoreError ? failure.reason : "failed" })
    throw failure
  }
  const call = async <Result>(
    channel: string,
    run: () => Promise<Result>,
    outcomeOfCall: (result: Result) => { readonly outcome: string; readonly isGood: boolean },
  ): Promise<Result> =>
    inSpan("escucha.call", { kind: 2, attributes: { channel } }, async (span) => {
      const began = clock.now()
      const result = await run()
      const { outcome, isGood } = outcomeOfCall(result)
      tell?.calls.record(since(began), { channel, outcome })
      span?.setAttribute("outcome", outcome)
      if (span && !isGood) failed(span, outcome)
      return result
    })

  return {
    turn: (inputs, run) =>
      inSpan("escucha.turn", { kind: 0, attributes: { inputs } }, async (span) => {
        const began = clock.now()
        atWork = span
        tell?.batches.record(inputs)
        try {
          return await run()
        } finally {
          atWork = undefined
          tell?.turns.record(since(began))
        }
      }),
    store: (store) => ({
      load: (need) => store.load(need).catch(storeFailed),
      commit: async (units) => {
        const results = await store.commit(units).catch(storeFailed)
        const fenced = fencedIn(results)
        if (fenced > 0) tell?.fenced.add(fenced)
        if (fenced > 0) atWork?.setAttribute("fenced", fenced)
        if (tell)
          for (const [index, unit] of units.entries())
            if (results[index]?.status === "committed")
              for (const told of deliveriesOf(unit)) tell.deliveries.add(1, { ...told })
        return results
      },
    }),
    input: (kind, outcome) => tell?.inputs.add(1, { kind, outcome }),
    posted: (posts) => links.put(posts, atWork?.spanContext()),
    job: ({ id, type, attempt }, run) =>
      inSpan("escucha.job", { kind: 4, attributes: { type, attempt }, ...links.of(id) }, async () => {
        const began = clock.now()
        let outcome = "failed"
        try {
          await run()
          outcome = "done"
          links.forget(id)
        } finally {
          tell?.jobs.record(since(began), { type, outcome })
        }
      }),
    transport:
      (transport) =>
      (channel, ...given) =>
        call(
          channel,
          () => transport(channel, ...given),
          (called) =>
            "error" in called
              ? { outcome: called.error.reason, isGood: false }
              : { outcome: `${called.response.status}`, isGood: called.response.status < 400 },
        ),
    send: (channel, run) =>
      call(channel, run, (sent) =>
        sent.status === "failed"
          ? { outcome: sent.error.reason, isGood: false }
          : { outcome: sent.status, isGood: true },
      ),
    look: (looked) => (meter ? observe(meter, looked) : () => {}),
  }
}
