import { metrics, trace } from "@opentelemetry/api"
import { describe, expectTypeOf, it } from "vitest"
import { createEscucha } from "../../src/assembly/escucha.ts"
import type { TelemetryMeter, TelemetryTracer } from "../../src/assembly/telemetry/telemetry.ts"

describe("what telemetry takes", () => {
  it("is a meter and a tracer of OpenTelemetry's API, as they are", () => {
    expectTypeOf(metrics.getMeter("escucha")).toExtend<TelemetryMeter>()
    expectTypeOf(trace.getTracer("escucha")).toExtend<TelemetryTracer>()
    void createEscucha({ telemetry: { meter: metrics.getMeter("escucha"), tracer: trace.getTracer("escucha") } })
    // @ts-expect-error a meter alone is no telemetry
    void createEscucha({ telemetry: metrics.getMeter("escucha") })
  })
})
