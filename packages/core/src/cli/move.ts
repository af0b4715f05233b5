import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { ConfigurationError, InputError, StoreError } from "../kernel/errors.ts"
import { type Counted, compareStores, type Difference, moveStore, type MoveProgress } from "../runtime/move.ts"
import { sqliteStore } from "../runtime/sqlite/store.ts"
import type { Store } from "../timeline/store.ts"
import { type MoveWords, moveWords } from "./move-words.ts"

const [same, different, helpless] = [0, 1, 2]

interface Asked {
  readonly from: string
  readonly to: string
  readonly schema?: string
  readonly isCheck: boolean
  readonly asJson: boolean
}

/** The language of the environment, as POSIX looks for it. */
const localeOf = ({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): string => LC_ALL || LC_MESSAGES || LANG || "en"

/** How `escucha move` is called, in the language of whoever asks. */
export const usage = (): string => moveWords(localeOf(process.env)).usage

const asked = (words: readonly string[]): { readonly language: string; readonly wanted?: Asked } => {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      check: { type: "boolean" },
      schema: { type: "string" },
      language: { type: "string" },
      json: { type: "boolean" },
    },
  })
  const [from, to, ...more] = positionals
  const { language = localeOf(process.env), schema, check: isCheck = false, json: asJson = false } = values
  if (from === undefined || to === undefined || more.length > 0) return { language }
  return { language, wanted: { from, to, isCheck, asJson, ...(schema !== undefined && { schema }) } }
}

/** What was named: itself, or what a variable of the environment says. */
const placeOf = (given: string, field: string): string => {
  const variable = /^env:(\w+)$/.exec(given)?.[1]
  if (variable === undefined) return given
  const place = process.env[variable]
  if (place) return place
  throw new InputError("unknown", field, `the environment has no ${variable}`)
}

const isAddress = (place: string): boolean => /^postgres(ql)?:\/\//.test(place)

type OpenPostgres = (options: { readonly url: string; readonly schema?: string }) => Store<unknown>

/** The store of the adapters, where the application that is moved has them. */
const loadPostgres = async (field: string): Promise<OpenPostgres> => {
  const door = "@escucha/adapters/stores/postgres"
  let found: string
  try {
    found = createRequire(join(process.cwd(), "package.json")).resolve(door)
  } catch (failure) {
    if (!(failure instanceof Error && "code" in failure)) throw failure
    throw new InputError("unknown", field, "install @escucha/adapters in this folder; it opens PostgreSQL", {
      cause: failure,
    })
  }
  const { postgres }: { readonly postgres: OpenPostgres } = await import(pathToFileURL(found).href)
  return postgres
}

const openStore = async (place: string, field: string, schema: string | undefined): Promise<Store<unknown>> => {
  if (!isAddress(place)) return sqliteStore(place)
  const postgres = await loadPostgres(field)
  return postgres({ url: place, ...(schema !== undefined && { schema }) })
}

/** Refuses what cannot be moved, before anything is opened: opening a file makes it. */
const places = ({ from, to, isCheck }: Asked): readonly [from: string, to: string] => {
  const [source, target] = [placeOf(from, "from"), placeOf(to, "to")]
  for (const [place, field] of [[source, "from"] as const, ...(isCheck ? [[target, "to"] as const] : [])])
    if (!isAddress(place) && !existsSync(place)) throw new InputError("unknown", field, "there is no file of this name")
  const [one, two] = [source, target].map((place) => (isAddress(place) ? place : resolve(place)))
  if (one === two) throw new InputError("invalid", "to", "name another store than the first")
  return [source, target]
}

/** Tells how far it has come: on a terminal in one line, elsewhere once for each part. */
const progressTo = (stream: NodeJS.WriteStream, words: MoveWords) => {
  let last = ""
  return (progress: MoveProgress): void => {
    const stage = `${progress.doing} ${progress.part}`
    if (stream.isTTY) stream.write(`\r\u001b[K${words.progress(progress)}`)
    else if (stage !== last) stream.write(`${words.progress(progress)}\n`)
    last = stage
  }
}

interface Outcome {
  readonly counted: Counted
  readonly difference?: Difference
}

const carryOut = async (wanted: Asked, words: MoveWords, signal: AbortSignal): Promise<Outcome> => {
  const { isCheck, schema } = wanted
  const [source, target] = places(wanted)
  const { stderr } = globalThis.process
  const options = { onProgress: progressTo(stderr, words), signal }
  const stores: Store<unknown>[] = []
  try {
    const from = await openStore(source, "from", schema)
    stores.push(from)
    const to = await openStore(target, "to", schema)
    stores.push(to)
    return isCheck ? await compareStores(from, to, options) : { counted: await moveStore(from, to, options) }
  } finally {
    if (stderr.isTTY) stderr.write("\r\u001b[K")
    for (const store of stores) await store.close()
  }
}

const told = ({ counted, difference }: Outcome, { isCheck, asJson }: Asked, words: MoveWords): string => {
  if (asJson)
    return `${JSON.stringify({ same: difference === undefined, records: counted, ...(difference && { difference }) })}\n`
  return difference ? words.different(difference) : words.same(counted, !isCheck)
}

const kinds = [InputError, StoreError, ConfigurationError]

/** Moves one store into another. Gives the code with which the command ends. */
export const run = async (words: readonly string[]): Promise<number> => {
  const { stdout, stderr } = globalThis.process
  const stop = new AbortController()
  const onSignal = () => stop.abort()
  let said = moveWords(localeOf(process.env))
  for (const name of ["SIGINT", "SIGTERM"] as const) globalThis.process.once(name, onSignal)
  try {
    const { language, wanted } = asked(words)
    said = moveWords(language)
    if (!wanted) {
      stderr.write(said.usage)
      return helpless
    }
    const outcome = await carryOut(wanted, said, stop.signal)
    stdout.write(told(outcome, wanted, said))
    return outcome.difference ? different : same
  } catch (failure) {
    const isOption = failure instanceof TypeError && "code" in failure // parseArgs names the option
    if (stop.signal.aborted) stderr.write(said.stopped)
    else if (isOption || kinds.some((kind) => failure instanceof kind))
      stderr.write(`escucha: ${failure instanceof Error ? failure.message : ""}\n`)
    else throw failure
    return helpless
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) globalThis.process.off(name, onSignal)
  }
}
