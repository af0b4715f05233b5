// What is asked of a meter and a tracer: a part of OpenTelemetry's API (https://opentelemetry.io/docs/specs/otel/), written down here so
// that nothing has to be installed. `metrics.getMeter("…")` and `trace.getTracer("…")` of @opentelemetry/api fit.

/** What a figure or a span is about: names that the application gave, and words of a closed list; never a person. */
export interface TelemetryAttributes {
  [name: string]: string | number | boolean
}

/** What an instrument measures. */
export interface InstrumentDescription {
  description?: string
  unit?: string
}

/** Something that is counted. */
export interface TelemetryCounter {
  add(value: number, attributes?: TelemetryAttributes): void
}

/** Something of which the spread matters. */
export interface TelemetryHistogram {
  record(value: number, attributes?: TelemetryAttributes): void
}

/** Where an observed value goes. */
export interface TelemetryObservation {
  observe(value: number, attributes?: TelemetryAttributes): void
}

/** Something that is looked at when somebody asks. */
export interface TelemetryGauge {
  addCallback(callback: (observation: TelemetryObservation) => void | Promise<void>): void
  removeCallback(callback: (observation: TelemetryObservation) => void | Promise<void>): void
}

/** Makes instruments. */
export interface TelemetryMeter {
  createCounter(name: string, description?: InstrumentDescription): TelemetryCounter
  createHistogram(name: string, description?: InstrumentDescription): TelemetryHistogram
  createObservableGauge(name: string, description?: InstrumentDescription): TelemetryGauge
}

/** By what a span is known to others. */
export interface TelemetrySpanContext {
  traceId: string
  spanId: string
  traceFlags: number
}

/** A piece of work with a beginning and an end. */
export interface TelemetrySpan {
  spanContext(): TelemetrySpanContext
  setAttribute(name: string, value: string | number | boolean): unknown
  /** 1: it went well; 2: it failed. */
  setStatus(status: { code: 0 | 1 | 2 }): unknown
  end(): void
}

/** How a span begins. */
export interface TelemetrySpanOptions {
  /** 0: inside; 2: a call to somebody else; 4: work that was posted before. */
  kind?: 0 | 2 | 4
  attributes?: TelemetryAttributes
  links?: { context: TelemetrySpanContext }[]
}

/** Makes spans. What begins inside `work` belongs to its span, where a context manager is registered. */
export interface TelemetryTracer {
  startActiveSpan<Work extends (span: TelemetrySpan) => unknown>(
    name: string,
    options: TelemetrySpanOptions,
    work: Work,
  ): ReturnType<Work>
}

/** Where figures and spans go: nowhere, where it is left out, and then nothing is measured. */
export interface Telemetry {
  readonly meter?: TelemetryMeter
  readonly tracer?: TelemetryTracer
}
