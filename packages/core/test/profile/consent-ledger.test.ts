import { spawnSync } from "node:child_process"
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { sqliteStore } from "../../src/runtime/sqlite/store.ts"
import { verifyLedgerFile } from "../../src/runtime/sqlite/ledger-file.ts"
import type { Store } from "../../src/timeline/store.ts"
import { createTestEscucha } from "../../src/testing/escucha.ts"

const folder = mkdtempSync(join(tmpdir(), "escucha-ledger-"))
const file = join(folder, "whole.db")
afterAll(() => rmSync(folder, { recursive: true }))

type Stored = Parameters<typeof createTestEscucha>[0] extends { readonly store?: infer S } | undefined
  ? NonNullable<S>
  : never

/** Two customers: Ana said yes, no and yes again, with other facts between; Ben said yes. */
const aHistory = async (store: Stored) => {
  const escucha = createTestEscucha({ store, purposes: { newsletter: { basis: "consent" } } })
  const says = (customer: string, decision: "grant" | "withdraw", id: string) =>
    escucha.consents.record(customer, { purpose: "newsletter", decision, method: "form", evidence: { note: id }, id })
  await says("ana", "grant", "a-1")
  await escucha.clock.advance("1 hour")
  await escucha.customers.optOut("ana")
  await says("ana", "withdraw", "a-2")
  await escucha.clock.advance("1 hour")
  await says("ben", "grant", "b-1")
  await says("ana", "grant", "a-3")
  return escucha
}

let digest = ""
let cursor = 0
beforeAll(async () => {
  const escucha = await aHistory(sqliteStore(file))
  ;({ digest, cursor } = await escucha.consents.verify())
  await escucha.close()
})

/** The file as somebody left it who changed it behind our back. */
const tampered = (sql: string): string => {
  const copy = join(folder, `${Math.abs(sql.length)}-${readdirSync(folder).length}.db`)
  copyFileSync(file, copy)
  const database = new DatabaseSync(copy)
  database.exec(sql)
  database.close()
  return copy
}
const ofRecord = (id: string) => `id = 'consent:${id}#0'`

describe("the ledger of consent", () => {
  it.for(["memory", "sqlite"] as const)("is as it was written, on %s", async (kind) => {
    const store: Store<object> = kind === "memory" ? memoryStore() : sqliteStore(":memory:")
    const escucha = await aHistory(store)
    const report = await escucha.consents.verify()
    expect(report).toMatchObject({ records: 4, unproven: 0, chains: 2, broken: [] })
    await escucha.consents.record("ana", { purpose: "marketing", method: "verbal" })
    const later = await escucha.consents.verify()
    expect([later.records, later.digest === report.digest]).toEqual([5, false])
    expect((await escucha.consents.verify({ until: report.cursor })).digest).toBe(report.digest)
    await escucha.close()
  })

  it("goes on where somebody was erased, and tells nothing of them", async () => {
    const escucha = await aHistory(memoryStore())
    await escucha.customers.erase("ana", { forgetOptOut: true })
    expect(await escucha.consents.verify()).toMatchObject({ records: 1, chains: 1, broken: [] })
    await escucha.close()
  })

  it.for([
    [
      "a changed decision",
      `UPDATE entries SET data = replace(data, '"withdraw"', '"grant"') WHERE ${ofRecord("a-2")}`,
      "changed",
    ],
    ["a changed date", `UPDATE entries SET occurred = occurred - 1 WHERE ${ofRecord("a-1")}`, "changed"],
    ["a changed date of receipt", `UPDATE entries SET received = received - 1 WHERE ${ofRecord("a-1")}`, "changed"],
    ["a record that cannot be read", `UPDATE entries SET data = '{' WHERE ${ofRecord("a-2")}`, "changed"],
    ["a record taken out", `DELETE FROM entries WHERE ${ofRecord("a-2")}`, "missing"],
    ["another fact taken out", `DELETE FROM entries WHERE kind = 'opted-out'`, "missing"],
    ["the last record taken out", `DELETE FROM entries WHERE ${ofRecord("a-3")}`, "cut"],
    [
      "the last record taken out, and the stream made to end before it",
      `DELETE FROM entries WHERE ${ofRecord("a-3")}; UPDATE streams SET version = 3 WHERE version = 4`,
      "cut",
    ],
    [
      "two records that changed places",
      `UPDATE entries SET position = CASE position WHEN 1 THEN 3 ELSE 1 END
       WHERE ${ofRecord("a-1")} OR ${ofRecord("a-2")}`,
      "unchained",
    ],
    [
      "two records that took each other's place",
      `CREATE TEMP TABLE two AS SELECT id, data FROM entries WHERE ${ofRecord("a-1")} OR ${ofRecord("a-3")};
       UPDATE entries SET data = (SELECT data FROM two WHERE two.id <> entries.id) WHERE ${ofRecord("a-1")} OR ${ofRecord("a-3")}`,
      "unchained",
    ],
    [
      "a record of somebody else",
      `UPDATE entries SET data = (SELECT data FROM entries WHERE ${ofRecord("b-1")}) WHERE ${ofRecord("a-1")}`,
      "changed",
    ],
    ["a record called one of the first version", `UPDATE entries SET schema = 1 WHERE ${ofRecord("a-3")}`, "unchained"],
  ] as const)("shows %s", ([, sql, because]) => {
    const report = verifyLedgerFile(tampered(sql))
    expect(report.broken.map((each) => each.because)).toContain(because)
  })

  it("cannot keep its digest where a whole chain is written anew", () => {
    const sql = `DELETE FROM entries WHERE stream = (SELECT stream FROM entries WHERE ${ofRecord("b-1")});
      DELETE FROM streams WHERE id NOT IN (SELECT s.id FROM streams AS s JOIN entries AS e ON s.number = e.stream)`
    const report = verifyLedgerFile(tampered(sql))
    expect(report.broken).toEqual([])
    expect(report.digest).not.toBe(digest)
  })
})

describe("escucha consents verify", () => {
  const command = join(import.meta.dirname, "../../src/cli.ts")
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      globalThis.process.execPath,
      ["--conditions=@escucha/source", "--disable-warning=ExperimentalWarning", command, ...words],
      { encoding: "utf8" },
    )
    return { status, stdout, stderr }
  }

  it("ends with 0 for a whole ledger, says its digest, and leaves the file alone", () => {
    const before = readdirSync(folder).length
    const { status, stdout, stderr } = run("consents", "verify", file, "--json")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(JSON.parse(stdout)).toMatchObject({ records: 4, chains: 2, broken: [], cursor, digest })
    expect(readdirSync(folder)).toHaveLength(before)
    expect(JSON.parse(run("consents", "verify", file, "--json", "--until", "1").stdout)).toMatchObject({ records: 1 })
  })

  it("tells how it is called to who asks, and refuses what is no database with what to do", () => {
    expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("usage:"), stderr: "" })
    expect(run("consents")).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("usage:") })
    const letter = join(folder, "letter.txt")
    writeFileSync(letter, "this is a letter and not a database, and it is long enough to show it".repeat(20))
    expect(run("consents", "verify", letter)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("give the store a file of its own"),
    })
  })

  it("reads what a process that died has left in its log", () => {
    const copy = join(folder, "died.db")
    copyFileSync(file, join(folder, "writer.db"))
    const open = new DatabaseSync(join(folder, "writer.db"))
    open.exec(`PRAGMA wal_autocheckpoint = 0; DELETE FROM entries WHERE ${ofRecord("a-2")}`)
    for (const end of ["", "-wal"]) copyFileSync(join(folder, `writer.db${end}`), `${copy}${end}`)
    open.close()
    expect(verifyLedgerFile(copy).broken.map(({ because }) => because)).toContain("missing")
  })

  it("says that somebody has the file open", async () => {
    const copy = tampered("SELECT 1")
    const escucha = createTestEscucha({ store: sqliteStore(copy) })
    await escucha.customers.optOut("ana")
    expect(run("consents", "verify", copy)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("another process"),
    })
    await escucha.close()
  })

  it("ends with 1 for a broken one, and says where", () => {
    const { status, stdout } = run("consents", "verify", tampered(`DELETE FROM entries WHERE ${ofRecord("a-2")}`))
    expect(status).toBe(1)
    expect(stdout).toMatch(/missing: stream s_\w+, position 3\n/)
  })

  it.for([
    [["consents", "verify"], /usage/],
    [["consents", "sell", file], /usage/],
    [["consents", "verify", join(folder, "nothing.db")], /no file/],
    [["consents", "verify", command], /database of another program|store failed/],
  ] as const)("ends with 2 for %j", ([words, said]) => {
    const { status, stderr } = run(...words)
    expect(status).toBe(2)
    expect(stderr).toMatch(said)
  })
})
