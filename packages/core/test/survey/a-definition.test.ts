import * as fc from "fast-check"
import { expect, it } from "vitest"
import { next } from "../../src/survey/engine.ts"
import { aDefinition } from "./a-definition.ts"
import { kinds } from "./a-question.ts"

it("a survey drawn by chance can be asked, and all kinds are among them", () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(aDefinition(), (definition) => {
      for (const { kind } of definition.questions) seen.add(kind)
      expect(next(definition, {})).toBeDefined()
      expect(structuredClone(definition)).toEqual(definition)
    }),
    { numRuns: 3000 },
  )
  expect([...seen].toSorted()).toEqual([...kinds].toSorted())
})
