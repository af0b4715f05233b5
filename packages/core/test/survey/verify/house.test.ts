import { describe, expect, it } from "vitest"
import { defineSurvey } from "../../../src/survey/builder.ts"
import type { AnyDefinition } from "../../../src/survey/definition.ts"
import { createTestEscucha } from "../../../src/testing/escucha.ts"
import { surveyMatchers, type ToVerifyOptions } from "../../../src/testing/survey/to-verify.ts"
import { es, recommend, why } from "./findings.ts"

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    toVerify: (options?: ToVerifyOptions) => R
  }
}

const broken = (unverified?: true) =>
  defineSurvey(
    "broken",
    (s) =>
      s
        .ask("score", recommend)
        .ask("never", why, { when: () => ({ op: "greater-than", path: ["score"], value: 10 }) })
        .thank(es("Gracias, {name}", "Thank you, {name}")),
    unverified && { unverified },
  )
const doubtful = defineSurvey("doubtful", (s) => s.ask("score", recommend, { required: false }))
const sound = defineSurvey("sound", (s) => s.ask("score", recommend))

const started = async (...surveys: readonly AnyDefinition[]) => {
  const reported: unknown[] = []
  await using escucha = createTestEscucha({ surveys, report: (failure) => void reported.push(failure) })
  await escucha.start()
  return reported
}

describe("a house with surveys", () => {
  it("does not start with one that has errors, and says which, why, and what to do", async () => {
    await expect(started(sound, broken())).rejects.toMatchObject({
      _tag: "ConfigurationError",
      option: "surveys.broken",
      message: expect.stringMatching(/impossible-value: .*"score" is greater than 10.* To mend it: /),
    })
  })

  it("starts with one that is unverified on purpose, and tells what is wrong with it", async () => {
    expect(await started(broken(true))).toMatchObject([{ option: "surveys.broken" }])
  })

  it("starts with one that has warnings, and tells them; of a sound one it says nothing", async () => {
    expect(await started(sound, doubtful)).toMatchObject([
      { option: "surveys.doubtful", message: expect.stringContaining("nothing-required") },
    ])
    expect(await started(sound)).toEqual([])
  })
})

describe("toVerify", () => {
  const told = (
    survey: AnyDefinition,
    ...options: Parameters<typeof surveyMatchers.toVerify> extends [unknown, ...infer Rest] ? Rest : never
  ) => surveyMatchers.toVerify(survey, ...options)

  it("passes where nothing is wrong, and tells what is", () => {
    expect(told(sound).pass).toBe(true)
    const { pass, message } = told(doubtful)
    expect(pass).toBe(false)
    expect(message()).toContain("warning nothing-required: Every question may be passed over")
    expect(told(doubtful, { except: ["nothing-required"] }).pass).toBe(true)
    expect(told(broken()).pass).toBe(false)
  })

  it("is a matcher of expect", () => {
    expect.extend(surveyMatchers)
    expect(sound).toVerify()
    expect(doubtful).toVerify({ except: ["nothing-required"] })
    expect(() => expect(doubtful).toVerify()).toThrow("does not verify")
    expect(broken()).not.toVerify()
  })
})
