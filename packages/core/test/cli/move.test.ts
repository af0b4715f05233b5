import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { run, usage } from "../../src/cli/move.ts"
import { moveWords } from "../../src/cli/move-words.ts"
import { sqliteStore } from "../../src/runtime/sqlite/store.ts"
import { aStream, aWrite, type Noted } from "../../src/testing/store-builders.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "move-"))
  vi.stubEnv("LC_ALL", "C")
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const place = (name: string): string => join(folder, name)

const aFile = async (name: string, many = 2) => {
  const store = sqliteStore<Noted>(place(name))
  await store.migrate()
  for (let number = 1; number <= many; number++) await store.commit([aWrite(aStream(number), { text: "hola" })])
  await store.close()
  return place(name)
}

/** What the command says, and the code with which it ends. */
const said = async (...words: readonly string[]) => {
  const [out, error] = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation(() => true),
  )
  const code = await run(words)
  const textOf = (spy: typeof out) => (spy?.mock.calls ?? []).map(([text]) => String(text)).join("")
  const [stdout, stderr] = [textOf(out), textOf(error)]
  vi.restoreAllMocks()
  return { code, stdout, stderr }
}

describe("escucha move", () => {
  it("moves a file into another, says what was moved, and ends with 0", async () => {
    const { code, stdout, stderr } = await said(await aFile("from.db"), place("to.db"))
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^moved, and every record compared:\n {2}2 streams\n {2}2 identifiers\n {2}2 inputs seen\n {2}2 entries\n/,
    )
    expect(stderr).toContain("writing streams: ")
    expect(stderr).toMatch(/comparing entries: [\d,]+ of 9 records/)
  })

  it("speaks Spanish where it is asked to, or where the environment does", async () => {
    const from = await aFile("from.db")
    expect(await said(from, place("to.db"), "--language", "es")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^movido, y comparado cada registro:\n {2}2 flujos\n/),
      stderr: expect.stringContaining("escribiendo flujos: "),
    })
    vi.stubEnv("LC_ALL", "es_ES.UTF-8")
    expect(usage()).toMatch(/^uso: escucha move DESDE HASTA/)
    expect(await said()).toMatchObject({ code: 2, stderr: usage() })
    expect(moveWords("est_EE").usage).toMatch(/^usage:/)
  })

  it("compares without writing, ends with 1 where they differ, and says where", async () => {
    const [one, two, other] = [await aFile("one.db"), await aFile("two.db"), await aFile("other.db", 3)]
    expect(await said(one, two, "--check")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^both hold the same:/),
    })
    expect(await said(one, other, "--check")).toMatchObject({
      code: 1,
      stdout: "they do not hold the same: number 1 of the cursor is changed\n",
    })
    const { code, stdout } = await said(one, other, "--check", "--json")
    expect([code, JSON.parse(stdout)]).toMatchObject([
      1,
      { same: false, difference: { part: "head", record: 1, because: "changed" } },
    ])
  })

  it("ends with 2, and says what to do, where it cannot be done", async () => {
    const [from, filled] = [await aFile("from.db"), await aFile("filled.db")]
    writeFileSync(place("strange.db"), "no database at all, but long enough to look at")
    const cases: readonly (readonly [words: readonly string[], remedy: string])[] = [
      [[place("missing.db"), place("to.db")], "escucha: from: there is no file of this name\n"],
      [[from, place("missing.db"), "--check"], "escucha: to: there is no file of this name\n"],
      [[from, from], "escucha: to: name another store than the first\n"],
      [[from, filled], "escucha: to: it holds something already; name a store that is new\n"],
      [[place("strange.db"), place("to.db")], "escucha: the file is the database of another program, or none"],
      [["env:NO_SUCH_NAME", place("to.db")], "escucha: from: the environment has no NO_SUCH_NAME\n"],
      [[from, place("to.db"), "--loudly"], "escucha: Unknown option '--loudly'"],
      [[from], usage()],
    ]
    for (const [words, remedy] of cases) {
      const { code, stdout, stderr } = await said(...words)
      expect([words.at(-1), code, stdout]).toEqual([words.at(-1), 2, ""])
      expect(stderr.startsWith("writing") ? stderr.slice(stderr.indexOf("escucha:")) : stderr).toContain(remedy)
    }
  })

  it("refuses a file that somebody has open, and leaves it as it is", async () => {
    const from = await aFile("from.db")
    const holder = sqliteStore<Noted>(from)
    await holder.migrate()
    expect(await said(from, place("to.db"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("another process has this file open"),
    })
    await holder.commit([aWrite(aStream(9))])
    await holder.close()
  })

  it("writes nothing where it is stopped", async () => {
    const from = await aFile("from.db", 30)
    const moving = said(from, place("to.db"))
    setImmediate(() => process.emit("SIGINT"))
    const { code, stderr } = await moving
    expect([code, stderr.endsWith("stopped; nothing was written\n")]).toEqual([2, true])
    expect(await said(from, place("to.db"))).toMatchObject({ code: 0 })
  })
})
