import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { type Columns, parseColumns, usualColumns } from "../import/column.ts"
import type { Speed } from "../import/pace.ts"

/** What the command line asks for, read and checked. */
export interface Arguments {
  readonly port: number
  /** The data folder. */
  readonly data: string
  readonly token?: string
  readonly import?: { readonly file: string; readonly columns: Columns; readonly speed: Speed; readonly exit: boolean }
}

/** How to call it. */
export const usage = `npm start -- [options]

  --port N         listen on this port, or on the next free one (4310)
  --data DIR       keep everything in this folder (.escucha)
  --token TOKEN    open the desk with this token, 16 characters or more
  --import FILE    take in the messages of a TSV, CSV or JSONL file as history
  --columns MAP    what the file calls them: "id=tweet_id,at=created,customer=author,text=body"
  --speed SPEED    max, or how many times faster than they were written (max)
  --exit           end when the import is settled
`

const usualPort = 4310

const options = {
  port: { type: "string" },
  data: { type: "string" },
  token: { type: "string" },
  import: { type: "string" },
  columns: { type: "string" },
  speed: { type: "string" },
  exit: { type: "boolean" },
  help: { type: "boolean" },
} as const

const portOf = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined

const speedOf = (text: string): Speed | undefined => {
  if (text === "max") return text
  const factor = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0
  return factor > 0 ? factor : undefined
}

const parse = (words: readonly string[]) =>
  parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values

const split = (
  words: readonly string[],
): { readonly values: ReturnType<typeof parse> } | { readonly problem: string } => {
  try {
    return { values: parse(words) }
  } catch (error) {
    if (error instanceof TypeError) return { problem: error.message } // what parseArgs throws for words that it does not know
    throw error
  }
}

/**
 * Reads the words of the command line; paths are relative to `folder`. A problem names the option.
 *
 * @example
 * parseArguments(["--import", "tweets.csv", "--exit"], process.cwd())
 */
export const parseArguments = (
  words: readonly string[],
  folder: string,
): Arguments | { readonly problem: string } | { readonly help: true } => {
  const read = split(words)
  if ("problem" in read) return read
  const { values } = read
  if (values.help) return { help: true }
  const port = values.port === undefined ? usualPort : portOf(values.port)
  if (port === undefined) return { problem: "--port: give a number from 0 to 65535" }
  if (values.token !== undefined && values.token.length < 16)
    return { problem: "--token: give 16 characters or more that nobody can guess" }
  if (values.data === "") return { problem: "--data: name a folder" }
  const speed = speedOf(values.speed ?? "max")
  if (speed === undefined)
    return { problem: "--speed: give max, or a number greater than 0: how many times faster than they were written" }
  const columns = values.columns === undefined ? { value: usualColumns } : parseColumns(values.columns)
  if ("problem" in columns) return { problem: `--columns: ${columns.problem}` }
  const idle = (["columns", "speed", "exit"] as const).find((name) => values[name] !== undefined)
  if (values.import === undefined && idle !== undefined) return { problem: `--${idle}: goes with --import FILE` }
  return {
    port,
    data: values.data === undefined ? join(folder, ".escucha") : resolve(folder, values.data),
    ...(values.token !== undefined && { token: values.token }),
    ...(values.import !== undefined && {
      import: { file: resolve(folder, values.import), columns: columns.value, speed, exit: values.exit ?? false },
    }),
  }
}
