import { spawn, type ChildProcessByStdio } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Readable } from "node:stream"

const main = join(import.meta.dirname, "..", "src", "main.ts")

/** The desk as a process of its own, started as `npm start` starts it. */
export interface DeskProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>
  readonly output: () => string
  readonly errors: () => string
  /** Resolves when this was written to either stream; rejects when the process ends before. */
  readonly says: (text: string | RegExp) => Promise<string>
  readonly ended: Promise<number | null>
}

/** Starts the desk with these words on its command line. */
export const startDesk = (...words: readonly string[]): DeskProcess => {
  const child = spawn(process.execPath, ["--conditions=@escucha/source", main, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, INIT_CWD: tmpdir() },
  })
  let output = "",
    errors = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve)
  })
  const says = (text: string | RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const said = output + errors
        if (typeof text === "string" ? said.includes(text) : text.test(said)) resolve(said)
      }
      child.stdout.on("data", look)
      child.stderr.on("data", look)
      child.once("close", () => reject(new Error(`the desk ended without saying ${String(text)}:\n${output}${errors}`)))
      look()
    })
  return { child, output: () => output, errors: () => errors, says, ended }
}

/** A folder that is there while a test runs. */
export const freshFolder = async (): Promise<{ readonly path: string } & AsyncDisposable> => {
  const path = await mkdtemp(join(tmpdir(), "desk-"))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
