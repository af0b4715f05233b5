import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { signedWebhook } from "../../packages/core/src/testing/signed-webhook.ts"
import { bot } from "../support/served-options.ts"

const app = new URL("../support/ending-app.ts", import.meta.url).pathname

/** A process of its own that serves, on a file that outlives it. */
const aProcess = async (...given: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), "escucha-ending-"))
  const file = join(folder, "escucha.db")
  const child: ChildProcess = spawn(process.execPath, ["--conditions=@escucha/source", app, file, ...given], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL")
      await once(child, "exit")
    }
    rmSync(folder, { recursive: true })
  })
  const [line] = await once(child.stdout ?? child, "data")
  return { child, file, url: String(line).trim(), exit: once(child, "exit") }
}

const post = (url: string, update: number): Promise<number | "refused"> => {
  const { webhookSecret } = bot
  const { body, method, headers } = signedWebhook.telegram({ webhookSecret, text: `t${update}`, update, chat: update })
  const known = Object.entries(headers).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []))
  return fetch(`${url}/hooks/telegram`, { method, headers: new Headers(known), body }).then(
    ({ status }) => status,
    () => "refused" as const,
  )
}

/** The words that lie in a file whose process is gone. */
const wordsIn = async (file: string): Promise<readonly string[]> => {
  const store = sqliteStore<Stored>(file)
  const words: string[] = []
  for await (const { entry } of store.feed(0)) {
    const known = entry as AnyEntry // the house writes no other kinds
    if (known.kind === "message-received") words.push(known.data.text)
  }
  await store.close()
  return words
}

describe("SIGTERM under load", () => {
  it("loses nothing that was acknowledged, refuses the rest with 503, and ends with 0", async () => {
    const { child, file, url, exit } = await aProcess("20")
    const answers = new Map<number, number | "refused">()
    let next = 0
    const caller = async (): Promise<void> => {
      for (;;) {
        const update = ++next
        const answer = await post(url, update)
        answers.set(update, answer)
        if (answer === "refused") return
        if (update === 60) child.kill("SIGTERM")
      }
    }
    await Promise.all(Array.from({ length: 8 }, caller))
    expect(await exit).toEqual([0, null])
    const of = (status: number | "refused") => [...answers].filter(([, each]) => each === status)
    expect(of(200).length).toBeGreaterThan(60) // also while it said that it was not ready
    expect(of(200).length + of(503).length + of("refused").length).toBe(answers.size) // no other answer
    const kept = await wordsIn(file)
    expect(of(200).filter(([update]) => !kept.includes(`t${update}`))).toEqual([])
    expect(new Set(kept).size).toBe(kept.length)
    expect(of(503).filter(([update]) => kept.includes(`t${update}`))).toEqual([])
  })

  it("says first that it is not ready", async () => {
    const { child, url, exit } = await aProcess()
    const ready = () => fetch(`${url}/readyz`).then(({ status }) => status)
    expect(await ready()).toBe(200)
    child.kill("SIGTERM")
    let status = 200
    while (status === 200) status = await ready() // the signal is on its way
    expect(status).toBe(503)
    expect(await post(url, 1)).toBe(200)
    expect(await exit).toEqual([0, null])
  })

  it("is over at its limit with 1, whatever still runs, and nothing is lost by that", async () => {
    const { child, file, url, exit } = await aProcess("60000", "1 second")
    expect(await post(url, 1)).toBe(200)
    child.kill("SIGTERM")
    expect(await exit).toEqual([1, null])
    expect(await wordsIn(file)).toEqual(["t1"])
  })
})
