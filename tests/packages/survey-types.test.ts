import { join } from "node:path"
import ts from "typescript"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "../..")

/** A survey of so many questions, each asked under a condition over the two before it. */
const surveyOf = (questions: number): string => {
  const asked = Array.from({ length: questions }, (_, index) => {
    const kind = index % 2 === 0 ? `nps("?")` : `choice("?", ["a", "b", "c"])`
    const before = (back: number) => `q${index - back}`
    const test = (back: number) => (index % 2 === back % 2 ? "atMost(6)" : `is("a")`)
    const when = index < 2 ? "" : `, { when: (a) => all(a.${before(1)}.${test(1)}, a.${before(2)}.${test(2)}) }`
    return `.ask("q${index}", ${kind}${when})`
  })
  return `import { all, choice, defineSurvey, nps, type AnswersOf } from "@escucha/core/survey"
const survey = defineSurvey("long", (s) => s${asked.join("\n")})
export const last: AnswersOf<typeof survey>["q${questions - 1}"] = undefined
`
}

const parsed = ts.parseJsonConfigFileContent({ extends: "./tsconfig.json", files: [] }, ts.sys, root)

/** How many types the compiler made for a file, and what it said of it. */
const checked = (name: string, text: string): { readonly instantiations: number; readonly said: readonly string[] } => {
  const file = join(root, "tests/packages", name)
  const options: ts.CompilerOptions = { ...parsed.options, noEmit: true }
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (path) => path === file || fileExists(path)
  host.getSourceFile = (path, ...more) =>
    path === file ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2024) : getSourceFile(path, ...more)
  const program = ts.createProgram([file], options, host)
  const said = program.getSemanticDiagnostics(program.getSourceFile(file))
  return {
    instantiations: program.getInstantiationCount(),
    said: said.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
  }
}

describe("a long survey", () => {
  it("costs the compiler as much for each question, be there twenty-five of them or a hundred", () => {
    const [none, some, many] = [2, 25, 100].map((questions) => checked("a-long-survey.ts", surveyOf(questions)))
    if (!none || !some || !many) throw new TypeError("three surveys were checked")
    expect([...some.said, ...many.said]).toEqual([])
    const each = {
      of25: (some.instantiations - none.instantiations) / 23,
      of100: (many.instantiations - none.instantiations) / 98,
    }
    console.log(JSON.stringify({ law: "types of a long survey", instantiations: many.instantiations, each }))
    expect(each.of100).toBeLessThan(1.3 * each.of25)
  })

  it("is checked at all: a condition over a later question is an error", () => {
    const wrong = surveyOf(25).replace("a.q3.", "a.q20.")
    expect(checked("a-wrong-survey.ts", wrong).said).not.toEqual([])
  })
})
