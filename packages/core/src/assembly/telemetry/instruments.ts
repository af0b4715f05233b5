import type { EngineStats } from "../../timeline/engine.ts"
import type { TelemetryGauge, TelemetryMeter, TelemetryObservation } from "./telemetry.ts"

/** What is counted and measured. Durations are seconds, as OpenTelemetry wants them. */
export const createInstruments = (meter: TelemetryMeter) => ({
  turns: meter.createHistogram("escucha.turn.duration", {
    unit: "s",
    description: "How long a turn took: load, decide, project, commit",
  }),
  batches: meter.createHistogram("escucha.turn.inputs", { unit: "{input}", description: "Inputs of one turn" }),
  inputs: meter.createCounter("escucha.inputs", {
    unit: "{input}",
    description: "Inputs by kind and by what became of them",
  }),
  fenced: meter.createCounter("escucha.fenced", {
    unit: "{unit}",
    description: "Units that were decided again because somebody else had written",
  }),
  storeErrors: meter.createCounter("escucha.store.errors", {
    unit: "{error}",
    description: "What the store could not do, by reason",
  }),
  deliveries: meter.createCounter("escucha.deliveries", {
    unit: "{message}",
    description: "Messages by channel and by how far they got",
  }),
  jobs: meter.createHistogram("escucha.job.duration", { unit: "s", description: "How long an attempt of a job took" }),
  calls: meter.createHistogram("escucha.call.duration", {
    unit: "s",
    description: "How long a call of a provider took, by channel and answer",
  }),
})

/** The figures of an engine, by the name that they are told under. */
const ofEngine: readonly (readonly [name: string, unit: string, of: (stats: EngineStats) => number])[] = [
  ["escucha.jobs.ready", "{job}", ({ ready }) => ready],
  ["escucha.jobs.delayed", "{job}", ({ delayed }) => delayed],
  ["escucha.jobs.running", "{job}", ({ running }) => running],
  ["escucha.jobs.dead", "{job}", ({ dead }) => dead],
  ["escucha.jobs.lag", "s", ({ oldestReady }) => oldestReady / 1_000],
]

/** What is looked at. */
export interface Looked {
  readonly stats: () => Promise<EngineStats>
  readonly waiting: () => number
}

/** Lets a meter look at the engine and at what waits, whenever it collects; gives how to look no more. */
export const observe = (meter: TelemetryMeter, { stats, waiting }: Looked): (() => void) => {
  const stops: (() => void)[] = []
  const watch = (gauge: TelemetryGauge, callback: (observation: TelemetryObservation) => void | Promise<void>) => {
    gauge.addCallback(callback)
    stops.push(() => gauge.removeCallback(callback))
  }
  let asked: Promise<EngineStats | undefined> | undefined // all of one collection look at the same
  const once = () => {
    asked ??= stats()
      .catch(() => undefined) // an engine that does not answer has no figures; its failures are told where work fails
      .finally(() => (asked = undefined))
    return asked
  }
  for (const [name, unit, of] of ofEngine)
    watch(meter.createObservableGauge(name, { unit }), async (observation) => {
      const found = await once()
      if (found) observation.observe(of(found))
    })
  watch(meter.createObservableGauge("escucha.inputs.waiting", { unit: "{input}" }), (observation) =>
    observation.observe(waiting()),
  )
  return () => {
    for (const stop of stops) stop()
  }
}
