// `node --conditions=@escucha/source examples/listening-desk/src/main.ts [options]`: the listening desk.
import { once } from "node:events"
import { join, relative } from "node:path"
import { importMessages, type Importing } from "./import/importer.ts"
import { createReport } from "./import/report.ts"
import { type ImportSource, openSource } from "./import/source.ts"
import { createApp } from "./server/app.ts"
import { type Arguments, parseArguments, usage } from "./server/arguments.ts"
import { endingOf } from "./server/failure.ts"
import { listen } from "./server/listen.ts"
import { houseWithPages, openPages } from "./server/pages.ts"
import { isForSample, playSample } from "./server/sample.ts"
import { loadSecrets } from "./server/secrets.ts"
import { welcome } from "./server/welcome.ts"

/** Where npm was called, or else where this was. */
const folder = process.env["INIT_CWD"] ?? process.cwd()

const built = join(import.meta.dirname, "..", "dist")

const language = Intl.DateTimeFormat().resolvedOptions().locale.startsWith("es") ? "es" : "en"

const tell = (text: string): void => void process.stderr.write(text)

/** Aborts at the first Ctrl-C, so that everything ends in order; a second one ends at once. */
const interruption = (): AbortSignal => {
  const stop = new AbortController()
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(code)
      process.exitCode = code
      stop.abort()
    })
  }
  return stop.signal
}

const runImport = async (
  app: Importing,
  source: ImportSource,
  { columns, speed }: NonNullable<Arguments["import"]>,
  signal: AbortSignal,
): Promise<void> => {
  const summary = await importMessages(app, { source, columns, speed, signal, report: createReport(process.stderr) })
  if (summary) process.stdout.write(`${JSON.stringify(summary)}\n`)
  else tell("The import was stopped. The same command goes on where it ended.\n")
}

/** Runs the desk until it is told to end, or until the import is settled where that is all it is to do. */
const run = async (given: Arguments, signal: AbortSignal): Promise<void> => {
  await using open = new AsyncDisposableStack()
  const source =
    given.import && open.adopt(await openSource(given.import.file, given.import.columns), (each) => each.close())
  const secrets = await loadSecrets(given.data)
  const token = given.token ?? secrets.deskToken
  const app = open.use(createApp({ file: join(given.data, "desk.db"), secrets, token }))
  await app.start()
  if (!given.import && (await isForSample(app))) await playSample(app, Date.now())
  if (!given.import?.exit) {
    const door = houseWithPages(app, await openPages(built))
    const { serving, moved } = await listen(door, given.port, (error) =>
      tell(`escucha: ${error instanceof Error ? error.message : "a request failed"}\n`),
    )
    open.use(serving)
    const place = {
      url: serving.url,
      token,
      data: relative(folder, given.data) || given.data,
      ...(moved && { taken: given.port }),
    }
    const block = welcome(place, language)
    if (given.import)
      tell(block) // standard output is for the one line of JSON
    else process.stdout.write(block)
  }
  if (source && given.import) await runImport(app, source, given.import, signal)
  if (!given.import?.exit && !signal.aborted) await once(signal, "abort")
}

const given = parseArguments(process.argv.slice(2), folder)
if ("help" in given) process.stdout.write(usage)
else if ("problem" in given) {
  tell(`escucha: ${given.problem}\n\n${usage}`)
  process.exitCode = 2
} else {
  try {
    await run(given, interruption())
  } catch (failure) {
    const ending = endingOf(failure, join(given.data, "desk.db"))
    if (!ending) throw failure
    tell(`escucha: ${ending.sentence}\n`)
    process.exitCode = ending.code
  }
}
