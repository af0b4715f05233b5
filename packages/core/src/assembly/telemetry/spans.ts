import { BusyError, DeliveryError, InputError, StoreError, TimeLimitError } from "../../kernel/errors.ts"
import type { Job } from "../../timeline/job.ts"
import type { TelemetrySpan, TelemetrySpanContext, TelemetrySpanOptions, TelemetryTracer } from "./telemetry.ts"

/** Does work in a span of its own; without one, where nobody asked for spans. */
export type InSpan = <Result>(
  name: string,
  options: TelemetrySpanOptions,
  work: (span: TelemetrySpan | undefined) => Promise<Result>,
) => Promise<Result>

/** The class of a failure, of those that are ours: what others throw can be called anything, also by the name of a person. */
const nameOf = (failure: unknown): string => {
  for (const known of [InputError, StoreError, BusyError, DeliveryError, TimeLimitError])
    if (failure instanceof known) return known.name
  return "Error"
}

/** Says of a span why it failed. */
export const failSpan = (span: TelemetrySpan | undefined, type: string): void => {
  span?.setAttribute("error.type", type)
  span?.setStatus({ code: 2 })
}

/** Work in spans of a tracer. */
export const createSpans =
  (tracer: TelemetryTracer | undefined): InSpan =>
  (name, options, work) => {
    if (!tracer) return work(undefined)
    return tracer.startActiveSpan(name, options, async (span) => {
      try {
        return await work(span)
      } catch (failure) {
        failSpan(span, nameOf(failure))
        throw failure
      } finally {
        span.end()
      }
    })
  }

/** So many jobs are remembered with the turn that posted them. */
const mostLinks = 10_000

/** Which turn posted a job, as long as that is remembered. */
export const createLinks = () => {
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
