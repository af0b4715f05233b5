import * as fc from "fast-check"
import { expect, it } from "vitest"
import { aDefinition } from "../../packages/core/test/survey/a-definition.ts"
import { type Given, givenOf } from "../../packages/core/src/assembly/survey-page/given.ts"
import { askPage } from "../../packages/core/src/assembly/survey-page/page.ts"
import { everyProblem } from "../../packages/core/src/assembly/survey-page/problems.ts"
import { compacted, readAnswer } from "../../packages/core/src/assembly/survey-page/read-form.ts"
import { next } from "../../packages/core/src/survey/engine.ts"
import { hold } from "../../packages/core/src/survey/hold.ts"
import type { Question } from "../../packages/core/src/survey/question.ts"
import { fake } from "../../packages/core/src/testing/survey/fake.ts"

const signs: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" }
const unescaped = (text: string): string => text.replaceAll(/&([\w#]+);/g, (_, name: string) => signs[name] ?? "")
const attribute = (tag: string, name: string): string | undefined => {
  const [, value] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? []
  return value === undefined ? undefined : unescaped(value)
}

/** The fields that a browser would send of this page: https://html.spec.whatwg.org/#constructing-form-data-set */
const sentBy = (page: string): Given => {
  const given = new Map<string, readonly string[]>()
  const add = (name: string | undefined, value: string) =>
    name !== undefined && given.set(name, [...(given.get(name) ?? []), value])
  const controls = /<input[^>]*>|<select[^>]*>.*?<\/select>|<textarea[^>]*>\n?([^<]*)<\/textarea>/gs
  for (const [tag, words] of page.matchAll(controls)) {
    const head = tag.slice(0, tag.indexOf(">") + 1)
    const isChoice = / type="(?:radio|checkbox)"/.test(head)
    const chosen = /<option[^>]* selected[^>]*>/.exec(tag)?.[0] ?? ""
    if (words !== undefined) add(attribute(head, "name"), unescaped(words))
    else if (tag.startsWith("<select")) add(attribute(head, "name"), attribute(chosen, "value") ?? "")
    else if (!isChoice || head.includes(" checked")) add(attribute(head, "name"), attribute(head, "value") ?? "")
  }
  return given
}

const readBack = (question: Question, given: Given): unknown =>
  readAnswer(question, question.kind === "panel" ? compacted(question, given) : given)

/** The questions that somebody with these answers is asked, as they are asked them. */
const askedOf = (definition: Parameters<typeof next>[0], answers: { readonly [id: string]: unknown }, seed: number) => {
  const heard: Record<string, unknown> = {}
  const asked: Question[] = []
  for (let step = next(definition, heard, { seed }); "question" in step; step = next(definition, heard, { seed })) {
    const { question } = step
    asked.push(question)
    heard[question.id] = answers[question.id]
  }
  return asked
}

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0

/**
 * An answer as a form can say it: what is chosen stands in the order of the page, and nothing at all, where that is allowed, is a question
 * passed over.
 */
const inOrder = (question: Question, value: unknown): unknown => {
  if (!question.required && isEmpty(value)) return null
  if (question.kind === "choices" && Array.isArray(value)) return value.toSorted()
  if (question.kind !== "panel" || !Array.isArray(value)) return value
  const isBlank = (thing: unknown) =>
    Object.values(Object(thing) as object).every((each) => each === null || isEmpty(each)) // a JSON object
  if (!question.required && value.every(isBlank)) return null
  const things = [...value]
  for (let at = things.length - 1; at >= 0 && things.length > question.least; at--)
    if (isBlank(things[at])) things.splice(at, 1)
  return things.map((thing: object) => {
    const said: readonly (readonly [string, unknown])[] = Object.entries(thing)
    return Object.fromEntries(
      said.map(([id, each]) => {
        const inner = question.questions.find((asked) => asked.id === id)
        return [id, inner ? inOrder(inner, each) : each]
      }),
    )
  })
}

it("an answer that is shown on its page and sent as it stands is the same answer", () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(aDefinition(), fc.integer({ min: 0, max: 1e6 }), (definition, seed) => {
      const answers: { readonly [id: string]: unknown } = fake(definition, seed)
      for (const question of askedOf(definition, answers, seed)) {
        const value = answers[question.id]
        const { body } = askPage(
          { question, given: givenOf(question, value) },
          { language: seed % 2 === 0 ? "es" : "en" },
        )
        const held = hold(question, readBack(question, sentBy(String(body))))
        const stored = question.kind === "file" ? hold(question, undefined) : { value }
        const same = (taken: object) => ("value" in taken ? inOrder(question, taken.value) : taken)
        expect([question.kind, same(held)]).toEqual([question.kind, same(stored)])
        seen.set(question.kind, (seen.get(question.kind) ?? 0) + 1)
      }
    }),
    { numRuns: 3_000 },
  )
  expect(seen.size).toBe(24)
})

const aField = (question: Question): fc.Arbitrary<string> => {
  const names = [
    question.id,
    `${question.id}.0`,
    `${question.id}.0.best`,
    `${question.id}#count`,
    `${question.id}.__proto__`,
  ]
  const rows = "rows" in question ? question.rows.map(({ value }) => `${question.id}.${value}`) : []
  return fc.constantFrom(...names, ...rows)
}

it("whatever a form says, it is answered or refused, and what is refused is named", () => {
  fc.assert(
    fc.property(
      aDefinition().chain((definition) => {
        const question = fc.constantFrom(...definition.questions)
        return question.chain((each) =>
          fc.tuple(
            fc.constant(each),
            fc.dictionary(
              aField(each),
              fc.array(fc.oneof(fc.string(), fc.constantFrom("0", "1", "999", "-1", "1e99", "yes")), {
                minLength: 1,
                maxLength: 3,
              }),
            ),
          ),
        )
      }),
      ([question, fields]) => {
        const given: Given = new Map(Object.entries(fields))
        const raw = readBack(question, given)
        const held = hold(question, raw)
        const problems = everyProblem(question, raw, given)
        expect("problem" in held).toBe(problems.length > 0)
        for (const { field } of problems) expect(field.startsWith(question.id)).toBe(true)
        const { body } = askPage({ question, given, problems }, {})
        expect(String(body)).not.toMatch(/<script|<[^>]* on\w+=/i)
      },
    ),
    { numRuns: 3_000 },
  )
})
