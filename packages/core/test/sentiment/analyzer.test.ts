import { describe, expect, it } from "vitest"
import { analyze, defineAnalyzer, lexicon } from "../../src/sentiment.ts"

describe("an analyzer of one's own", () => {
  it("is given back as it was described", () => {
    const described = { name: "mine@1", speed: "fast", analyze } as const
    expect(defineAnalyzer(described)).toBe(described)
    expect(defineAnalyzer(lexicon)).toBe(lexicon)
  })

  it("is refused without a version in its name", () => {
    for (const name of ["@1", "mine@", "my analyzer@1"] as const) {
      expect(() => defineAnalyzer({ name, speed: "fast", analyze })).toThrow(
        expect.objectContaining({ _tag: "ConfigurationError", option: "analyzer.name" }),
      )
    }
  })

  it("is refused with a timeout that makes no sense", () => {
    for (const timeout of ["0 seconds", "-1 seconds", "11 minutes", "1 days"] as const) {
      expect(() =>
        defineAnalyzer({ name: "slow@1", speed: "slow", analyze: async () => ({ score: 0 }), timeout }),
      ).toThrow(expect.objectContaining({ option: "analyzer.timeout" }))
    }
  })
})
