import { existsSync, globSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { compileCalculation } from "../../../src/kernel/calculation.ts"
import { compile } from "../../../src/kernel/condition.ts"
import { checkAnswers, relevant } from "../../../src/survey.ts"
import {
  answersFromSurveyJs,
  fromJsonLogic,
  importSurveyJs,
  importXlsForm,
  readWorkbook,
} from "../../../src/survey-import.ts"

// Public test data, never part of the repository: read where it lies, skipped visibly where it does not.
const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../../shared/data"),
  "surveys",
)
const present = existsSync(folder)
const note = present ? "" : " (skipped: data not present)"

interface Rule {
  readonly rule: unknown
  readonly data?: unknown
  readonly result?: unknown
}
interface Oracle {
  readonly definition: unknown
  readonly cases: readonly {
    readonly answers: object
    readonly visible: readonly string[]
    readonly valid: boolean
  }[]
}

const linesOf = <Line>(file: string): readonly Line[] =>
  readFileSync(resolve(folder, "surveyjs", file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line) // as the data set describes its lines

const isRule = (entry: unknown): entry is Rule => typeof entry === "object" && entry !== null && "rule" in entry

const outcome = (rule: unknown, facts: unknown): { readonly is: unknown } | undefined => {
  const made = fromJsonLogic(rule)
  if ("unsupported" in made) return undefined
  return {
    is: "condition" in made ? compile(made.condition)(facts, 0) : (compileCalculation(made.calculation)(facts) ?? null),
  }
}

const isSame = (one: unknown, other: unknown): boolean =>
  typeof one === "number" && typeof other === "number" ? Math.abs(one - other) < 1e-9 : one === other

describe("public data", () => {
  it.skipIf(!present)(`rules in JSONLogic come to the same, where they are supported${note}`, () => {
    const rules = globSync("jsonlogic/suites/**/*.json", { cwd: folder })
      .flatMap((file) => JSON.parse(readFileSync(resolve(folder, file), "utf8")) as readonly unknown[]) // a list, each of them
      .filter(isRule)
    const known = rules.flatMap((each) => {
      const ours = outcome(each.rule, each.data ?? {})
      return ours ? [isSame(ours.is, each.result)] : []
    })
    expect(rules).toHaveLength(1138)
    expect(known.length).toBeGreaterThan(430)
    expect(known.filter(Boolean).length / known.length).toBeGreaterThanOrEqual(0.95)
  })

  it.skipIf(!present)(`surveys of SurveyJS ask the same questions and refuse the same answers${note}`, () => {
    const agreed = linesOf<Oracle>("oracle_visibility.jsonl").flatMap(({ definition: json, cases }) => {
      const imported = importSurveyJs(json, { name: "oracle" })
      const { definition, ids, unsupported } = imported
      if (!definition || unsupported.length > 0) return []
      const isOwn = (name: string) => !/-(?:Comment|title|shown)$/.test(name)
      const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
      return cases.map(({ answers, visible, valid }) => {
        const passed = Object.fromEntries(definition.questions.map(({ id }) => [id, null]))
        const given = { ...passed, ...answersFromSurveyJs(imported, answers) }
        const asked = Object.keys(relevant(definition, given)).map((id) => names.get(id) ?? id)
        const isValid = checkAnswers(definition, given).problems.length === 0
        return isValid === valid && asked.filter(isOwn).toSorted().join() === [...visible].toSorted().join()
      })
    })
    expect(agreed.length).toBeGreaterThan(320)
    expect(agreed.filter(Boolean).length / agreed.length).toBeGreaterThanOrEqual(0.95)
  })

  it.skipIf(!present)(`every definition of SurveyJS is taken or refused, and none does harm${note}`, () => {
    const definitions = ["test_definitions.jsonl", "public_definitions.jsonl"].flatMap((file) =>
      linesOf<{ readonly json: unknown }>(file),
    )
    const made = definitions.map(({ json }) => importSurveyJs(json, { name: "given" }))
    expect(made).toHaveLength(1952)
    expect(made.filter(({ definition }) => definition).length).toBeGreaterThan(1500)
    expect(made.every(({ definition, unsupported }) => definition !== undefined || unsupported.length > 0)).toBe(true)
  })

  it.skipIf(!present)(`sample workbooks become surveys, but for those that hold none${note}`, async () => {
    const files = globSync("xlsform/example_xls/*.xlsx", { cwd: folder }).toSorted()
    const empty: string[] = []
    for (const file of files) {
      const sheets = await readWorkbook(readFileSync(resolve(folder, file)))
      if (!importXlsForm(sheets, { name: "form" }).definition) empty.push(file.replace(/^.*\//, ""))
    }
    expect(files).toHaveLength(19)
    expect(empty).toEqual(["bad_calc.xlsx", "include_json.xlsx"])
  })
})
