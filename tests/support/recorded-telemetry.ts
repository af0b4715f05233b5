// A meter and a tracer that keep everything they are told.
import type {
  Telemetry,
  TelemetryAttributes,
  TelemetryObservation,
  TelemetrySpanContext,
} from "../../packages/core/src/assembly/telemetry/telemetry.ts"

/** A figure or a span, as it was told. */
export interface Recorded {
  readonly name: string
  readonly value?: number
  readonly attributes: TelemetryAttributes
  readonly links?: readonly TelemetrySpanContext[]
  readonly id?: string
  isEnded?: boolean
  code?: number
}

/** Telemetry whose figures and spans a test can read; `collect` asks the gauges. */
export const recordedTelemetry = () => {
  const figures: Recorded[] = []
  const spans: Recorded[] = []
  const gauges = new Map<string, Set<(observation: TelemetryObservation) => void | Promise<void>>>()
  const keeping =
    (name: string) =>
    (value: number, attributes: TelemetryAttributes = {}) =>
      void figures.push({ name, value, attributes })
  const telemetry: Telemetry = {
    meter: {
      createCounter: (name) => ({ add: keeping(name) }),
      createHistogram: (name) => ({ record: keeping(name) }),
      createObservableGauge: (name) => {
        const callbacks = new Set<(observation: TelemetryObservation) => void | Promise<void>>()
        gauges.set(name, callbacks)
        return {
          addCallback: (callback) => void callbacks.add(callback),
          removeCallback: (callback) => void callbacks.delete(callback),
        }
      },
    },
    tracer: {
      startActiveSpan: (name, { attributes = {}, links = [] }, work) => {
        const recorded: Recorded = {
          name,
          id: `${spans.length}`,
          attributes: { ...attributes },
          links: links.map(({ context }) => context),
        }
        spans.push(recorded)
        const told = work({
          spanContext: () => ({ traceId: "trace", spanId: recorded.id ?? "", traceFlags: 1 }),
          setAttribute: (key, value) => (recorded.attributes[key] = value),
          setStatus: ({ code }) => (recorded.code = code),
          end: () => (recorded.isEnded = true),
        })
        return told as ReturnType<typeof work> // what the work gave, whatever it is
      },
    },
  }
  return {
    telemetry,
    figures,
    spans,
    gauges,
    collect: async () => {
      const seen = new Map<string, number>()
      for (const [name, callbacks] of gauges)
        for (const callback of callbacks)
          await callback({
            observe: (value, attributes = {}) => {
              seen.set(name, value)
              figures.push({ name, value, attributes })
            },
          })
      return seen
    },
  }
}
