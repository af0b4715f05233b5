import { readFileSync } from "node:fs"
import { extname, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { InputError } from "../kernel/errors.ts"
import type { AnyDefinition } from "../survey/definition.ts"
import { parseDefinition } from "../survey/definition-parser.ts"
import type { Medium } from "../survey/question.ts"
import type { Diagnostic } from "../survey/verify/diagnostic.ts"
import { verifyJson } from "../survey/verify/verify-json.ts"

/** How `escucha verify` is called. */
export const usage = `usage: escucha verify FILE… [--media MEDIUM,…] [--earlier FILE]… [--before-contact] [--json]

Says what is wrong with surveys before anybody is asked. A file is JSON, one survey or a list of them, or a module (.js, .mjs, .ts)
that exports surveys. A module is run.

  --media MEDIUM,…  where they will be asked: web, email, sms, chat, voice
  --earlier FILE    versions of which there are answers that must not get lost
  --before-contact  they are asked before the customer was given anything
  --json            what was found as JSON, a list of { file, survey, diagnostics }

It ends with 0 where there is nothing, or warnings only, with 1 where a survey has an error, and with 2 where it could not look.
`

const [sound, broken, helpless] = [0, 1, 2]

const known: readonly Medium[] = ["web", "email", "sms", "chat", "voice"]

interface Asked {
  readonly files: readonly string[]
  readonly media: readonly Medium[]
  readonly earlier: readonly string[]
  readonly isBefore: boolean
  readonly asJson: boolean
}

const mediaIn = (given: string | undefined): readonly Medium[] =>
  (given ?? "").split(",").flatMap((word) => {
    if (word === "") return []
    const medium = known.find((each) => each === word)
    if (!medium) throw new InputError("invalid", "--media", `name some of ${known.join(", ")}`)
    return [medium]
  })

const asked = (words: readonly string[]): Asked | undefined => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      media: { type: "string" },
      earlier: { type: "string", multiple: true },
      "before-contact": { type: "boolean" },
      json: { type: "boolean" },
    },
  })
  if (positionals.length === 0) return undefined
  return {
    files: positionals,
    media: mediaIn(values.media),
    earlier: values.earlier ?? [],
    isBefore: values["before-contact"] === true,
    asJson: values.json === true,
  }
}

/** Something that was found in a file; whether it is a survey is for `verify` to say. */
interface Candidate {
  readonly file: string
  readonly survey: string
  readonly json: unknown
}

const isSurvey = (value: unknown): boolean => typeof value === "object" && value !== null && "questions" in value

const nameOf = (value: unknown, place: string): string =>
  typeof value === "object" && value !== null && "name" in value && typeof value.name === "string" ? value.name : place

// A survey is plain JSON, whoever wrote it.
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? "null")

const candidate = (file: string, value: unknown, place: string): Candidate => ({
  file,
  survey: nameOf(value, place),
  json: plain(value),
})

const inJson = (file: string): readonly Candidate[] => {
  const json: unknown = JSON.parse(readFileSync(file, "utf8"))
  const list: readonly unknown[] = Array.isArray(json) ? json : [json]
  return list.map((value, place) => candidate(file, value, `number ${place + 1}`))
}

const inModule = async (file: string): Promise<readonly Candidate[]> => {
  const exported: unknown = await import(pathToFileURL(resolve(file)).href)
  return Object.entries({ ...(typeof exported === "object" && exported) }).flatMap(([name, value]) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    return list.filter(isSurvey).map((each) => candidate(file, each, name))
  })
}

const surveysIn = async (file: string): Promise<readonly Candidate[]> => {
  const found = extname(file) === ".json" ? inJson(file) : await inModule(file)
  if (found.length === 0) throw new InputError("invalid", file, "export a survey, or name another file")
  return found
}

const versionIn = (json: unknown): AnyDefinition => {
  const read = parseDefinition(json)
  if ("problem" in read) throw new InputError("invalid", `--earlier ${read.problem.field}`, read.problem.message)
  return read.value
}

const marks = { error: "error", warning: "warning" } as const

const lineOf = ({ severity, code, message, fix }: Diagnostic): string =>
  `  ${marks[severity]} ${code}: ${message}\n    to mend it: ${fix}\n`

const count = (diagnostics: readonly Diagnostic[], severity: Diagnostic["severity"]): string => {
  const many = diagnostics.filter((each) => each.severity === severity).length
  return `${many} ${severity}${many === 1 ? "" : "s"}`
}

const textOf = ({ file, survey }: Candidate, diagnostics: readonly Diagnostic[]): string =>
  diagnostics.length === 0
    ? `${survey} (${file}): nothing found\n`
    : `${survey} (${file}): ${count(diagnostics, "error")}, ${count(diagnostics, "warning")}\n${diagnostics.map(lineOf).join("")}`

const check = async ({ files, media, earlier, isBefore, asJson }: Asked): Promise<number> => {
  const candidates: Candidate[] = []
  for (const file of files) candidates.push(...(await surveysIn(file)))
  const before: Candidate[] = []
  for (const file of earlier) before.push(...(await surveysIn(file)))
  const results = candidates.map((each) => {
    const versions = before.filter(({ survey }) => survey === each.survey).map(({ json }) => versionIn(json))
    const options = { media, earlier: versions, ...(isBefore && { afterContact: false }) }
    return { candidate: each, diagnostics: verifyJson(each.json, options) }
  })
  const { stdout } = globalThis.process
  if (asJson)
    stdout.write(
      `${JSON.stringify(results.map(({ candidate: { file, survey }, diagnostics }) => ({ file, survey, diagnostics })))}\n`,
    )
  else for (const { candidate: each, diagnostics } of results) stdout.write(textOf(each, diagnostics))
  return results.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === "error")) ? broken : sound
}

/** Says what is wrong with the surveys of some files. Gives the code with which the command ends. */
export const run = async (words: readonly string[]): Promise<number> => {
  const { stderr } = globalThis.process
  let wanted: Asked | undefined
  try {
    wanted = asked(words)
    if (wanted) return await check(wanted)
    stderr.write(usage)
  } catch (failure) {
    // a module can fail in any way: what it threw is what its author has to mend
    stderr.write(
      `escucha: ${failure instanceof Error ? failure.message : "the file threw something that is no error"}\n`,
    )
  }
  return helpless
}
