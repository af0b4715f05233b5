import { readFileSync } from "node:fs"
import { basename, extname } from "node:path"
import { parseArgs } from "node:util"
import { InputError } from "../kernel/errors.ts"
import type { Imported } from "../survey/import/imported.ts"
import { importSurveyJs, type ImportOptions } from "../survey/import/surveyjs.ts"
import { readWorkbook } from "../survey/import/workbook.ts"
import { importXlsForm } from "../survey/import/xlsform.ts"

export const usage = `usage: escucha import surveyjs|xlsform FILE [--name NAME] [--language TAG] [--as QUESTION=KIND]…

Makes a survey of a file that was written for SurveyJS (.json) or as an XLSForm (.xlsx), and writes it to standard output as JSON.
What cannot be said the same way is left out, and listed on standard error with its reason.

  --name NAME         what the survey is called here; the name of the file, if it is left out
  --language TAG      the language of texts that are written in one only; en, if it is left out
  --as QUESTION=KIND  that a question of SurveyJS is a score or a telephone number: nps, csat, ces or phone

It ends with 0 where everything was brought along, with 1 where something is listed, and with 2 where it could not be read.
`

const [whole, partly, helpless] = [0, 1, 2]

interface Asked {
  readonly from: "surveyjs" | "xlsform"
  readonly file: string
  readonly options: ImportOptions
}

const kinds = ["nps", "csat", "ces", "phone"] as const

const kindsOf = (given: readonly string[]): NonNullable<ImportOptions["as"]> =>
  Object.fromEntries(
    given.map((pair) => {
      const at = pair.lastIndexOf("=")
      const kind = kinds.find((each) => each === pair.slice(at + 1))
      if (at < 1 || !kind) throw new InputError("invalid", "--as", `write QUESTION=KIND, with ${kinds.join(", ")}`)
      return [pair.slice(0, at), kind]
    }),
  )

// The name of a file, as far as it can be one of a survey.
const nameOf = (file: string): string => {
  const name = basename(file, extname(file)).replace(/[^A-Za-z0-9_-]+/g, "-")
  return /^[A-Za-z]/.test(name) ? name.slice(0, 64) : `survey-${name}`.slice(0, 64)
}

const asked = (words: readonly string[]): Asked | undefined => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { name: { type: "string" }, language: { type: "string" }, as: { type: "string", multiple: true } },
  })
  const [from, file, ...more] = positionals
  if ((from !== "surveyjs" && from !== "xlsform") || file === undefined || more.length > 0) return undefined
  const { name = nameOf(file), language, as = [] } = values
  return { from, file, options: { name, as: kindsOf(as), ...(language !== undefined && { language }) } }
}

const imported = async ({ from, file, options }: Asked): Promise<Imported> => {
  const bytes = readFileSync(file)
  if (from === "xlsform") return importXlsForm(await readWorkbook(bytes), options)
  const json: unknown = JSON.parse(bytes.toString("utf8"))
  return importSurveyJs(json, options)
}

// What whoever typed the command can mend: the file, its name, or what stands in it.
const remedyOf = (failure: unknown): string | undefined => {
  if (failure instanceof InputError || failure instanceof SyntaxError) return failure.message
  return failure instanceof Error && "code" in failure && typeof failure.code === "string" ? failure.message : undefined
}

/** Brings a survey along from a file. Gives the code with which the command ends. */
export const run = async (words: readonly string[]): Promise<number> => {
  const { stdout, stderr } = globalThis.process
  try {
    const wanted = asked(words)
    if (!wanted) {
      stderr.write(usage)
      return helpless
    }
    const { definition, unsupported } = await imported(wanted)
    for (const { where, what, reason } of unsupported) stderr.write(`${where}: ${what}: ${reason}\n`)
    if (!definition) return helpless
    stdout.write(`${JSON.stringify(definition, null, 2)}\n`)
    return unsupported.length === 0 ? whole : partly
  } catch (failure) {
    const remedy = remedyOf(failure)
    if (remedy === undefined) throw failure
    stderr.write(`escucha: ${remedy}\n`)
    return helpless
  }
}
