import { expectTypeOf, test } from "vitest"
import {
  analyze,
  type Analyzer,
  defineAnalyzer,
  type FastAnalyzer,
  lexicon,
  type Reading,
  type SlowAnalyzer,
} from "../../src/sentiment.ts"

test("a fast analyzer reads at once and a slow one answers later with anything", () => {
  expectTypeOf(lexicon).toExtend<FastAnalyzer>()
  expectTypeOf(analyze("", { language: "es" })).toEqualTypeOf<Reading>()
  expectTypeOf<ReturnType<SlowAnalyzer["analyze"]>>().toEqualTypeOf<Promise<unknown>>()
  expectTypeOf<Analyzer["speed"]>().toEqualTypeOf<"fast" | "slow">()
})

test("an analyzer keeps what it was described with", () => {
  const mine = defineAnalyzer({
    name: "mine@1",
    speed: "slow",
    analyze: async () => ({ score: 1 }),
    timeout: "5 seconds",
  })
  expectTypeOf(mine.speed).toEqualTypeOf<"slow">()
  expectTypeOf(mine.name).toEqualTypeOf<"mine@1">()
})

test("a name without a version, a promise from a fast analyzer and a changed reading do not compile", () => {
  // @ts-expect-error no version
  defineAnalyzer({ name: "mine", speed: "fast", analyze })
  // @ts-expect-error a fast analyzer cannot wait
  defineAnalyzer({ name: "mine@1", speed: "fast", analyze: async (text: string) => analyze(text) })
  const reading = analyze("")
  // @ts-expect-error readings are read only
  reading.score = 1
  expectTypeOf(reading).toEqualTypeOf<Readonly<typeof reading>>()
})
