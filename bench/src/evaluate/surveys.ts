import { importSurveyJs, importXlsForm, readWorkbook } from "@escucha/core/survey-import"
import { verify } from "@escucha/core/survey-verify"
import { existsSync, globSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { BenchError } from "../bench-error.ts"
import { gridOf, number } from "../table.ts"
import type { Agreed } from "./agreed.ts"
import { jsonLogicRow } from "./json-logic-set.ts"
import { drawnRow } from "./surveyjs-drawn.ts"
import { definitionsIn, expressionRow, visibilityRows } from "./surveyjs-set.ts"

/** What became of sample workbooks, as a row of the report. */
export interface FormsRow {
  readonly case: "xlsform"
  readonly unit: "files"
  readonly better: "higher"
  readonly ours: number
  readonly files: number
  /** Those that gave a survey. */
  readonly imported: number
  /** Those of which nothing is listed. */
  readonly whole: number
  /** What is listed, by file. */
  readonly unsupported: { readonly [file: string]: readonly string[] }
}

/** How fast definitions are verified, and what was found, as a row of the report. */
export interface VerifyRow {
  readonly case: "verify"
  readonly unit: "seconds"
  readonly better: "lower"
  readonly ours: number
  readonly definitions: number
  /** Those of which the importer makes a survey: what is verified. */
  readonly imported: number
  readonly seconds: number
  readonly importSeconds: number
  readonly found: { readonly [code: string]: number }
  /** What the importer refused because a condition names nothing that is answered before it. */
  readonly refusedReferences: number
}

/** A row of the report. */
export type SurveysRow = Agreed | FormsRow | VerifyRow

const rounded = (value: number): number => Number(value.toFixed(3))

const formsRow = async (data: string): Promise<FormsRow> => {
  const unsupported: Record<string, readonly string[]> = {}
  let [files, imported, whole] = [0, 0, 0]
  for (const file of globSync(join(data, "surveys/xlsform/example_xls/*.xlsx")).sort()) {
    files += 1
    const made = importXlsForm(await readWorkbook(readFileSync(file)), { name: "form" })
    if (made.definition) imported += 1
    if (made.unsupported.length === 0) whole += 1
    else unsupported[basename(file)] = made.unsupported.map(({ where, what, reason }) => `${where}: ${what}: ${reason}`)
  }
  return { case: "xlsform", unit: "files", better: "higher", ours: imported, files, imported, whole, unsupported }
}

const counted = (codes: readonly string[]): { readonly [code: string]: number } =>
  Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, of]) => [code, of.length]))

const verifyRow = (data: string): VerifyRow => {
  const all = definitionsIn(data, "test_definitions.jsonl")
  const began = performance.now()
  const made = all.map((json) => importSurveyJs(json, { name: "given" }))
  const between = performance.now()
  const definitions = made.flatMap(({ definition }) => definition ?? [])
  const found = definitions.flatMap((definition) => verify(definition).map(({ code }) => code))
  const seconds = rounded((performance.now() - between) / 1000)
  return {
    case: "verify",
    unit: "seconds",
    better: "lower",
    ours: seconds,
    definitions: all.length,
    imported: definitions.length,
    seconds,
    importSeconds: rounded((between - began) / 1000),
    found: counted(found),
    refusedReferences: made.filter(({ unsupported }) =>
      unsupported.some(({ reason }) => reason.startsWith("it names nothing")),
    ).length,
  }
}

const agreedLine = (row: Agreed): readonly string[] => [
  row.case,
  ...[row.cases, row.supported, row.supported / row.cases, row.agreement, row.differences.length].map(number),
]

/** The rows as tables for people, with each difference and its reason. */
export const surveysTable = (rows: readonly SurveysRow[]): string => {
  const agreed = rows.filter((row) => row.unit === "share")
  const forms = rows.filter((row) => row.unit === "files")
  const verified = rows.filter((row) => row.unit === "seconds")
  return [
    ...gridOf([["case", "cases", "supported", "share", "agreement", "differences"], ...agreed.map(agreedLine)]),
    "",
    ...agreed.flatMap((row) =>
      row.differences.map(
        ({ what, ours, theirs, reason }) =>
          `${row.case}: ${what}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}: ${reason}`,
      ),
    ),
    "",
    ...forms.flatMap(({ files, imported, whole, unsupported }) => [
      `xlsform: ${files} files, ${imported} gave a survey, ${whole} with nothing left out`,
      ...Object.entries(unsupported).map(([file, list]) => `  ${file}: ${list.length} listed`),
    ]),
    ...verified.map(
      ({ definitions, imported, seconds, importSeconds, found, refusedReferences }) =>
        `verify: ${imported} surveys of ${definitions} definitions in ${seconds} s (imported in ${importSeconds} s, ` +
        `${refusedReferences} with a condition about nothing): ${JSON.stringify(found)}`,
    ),
  ].join("\n")
}

/** How far what was written for other tools means the same here, and how fast it is verified. */
export const surveys = async (data: string, progress: (line: string) => void): Promise<readonly SurveysRow[]> => {
  if (!existsSync(join(data, "surveys"))) throw new BenchError(`there is no folder surveys in ${data}`)
  const rows: SurveysRow[] = []
  const add = (row: SurveysRow): void => {
    rows.push(row)
    progress(row.case)
  }
  add(jsonLogicRow(data))
  add(expressionRow(data))
  add(drawnRow())
  const visibility = visibilityRows(data)
  add(visibility.surveys)
  add(visibility.questions)
  add(await formsRow(data))
  add(verifyRow(data))
  return rows
}
