import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { pathToFileURL } from "node:url"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { sqlite } from "../../src/sqlite.ts"
import { aStream, aWrite, type Noted } from "../../src/testing/store-builders.ts"
import type { Store } from "../../src/timeline/store.ts"

const [ana, ben] = [aStream(1), aStream(2)]

let folder = ""
let opened: Store<Noted>[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "escucha-"))
})
afterEach(async () => {
  for (const store of opened) await store.close()
  opened = []
  rmSync(folder, { recursive: true })
})

const aStoreIn = async (name: string): Promise<Store<Noted>> => {
  const store = sqlite<Noted>(name)
  opened.push(store)
  await store.migrate()
  await store.commit([aWrite(ana, { text: "canary" }), aWrite(ben)])
  return store
}

describe("the name of a file", () => {
  it.each(["a b.db", "a?b.db", "a#b.db", "a%20b.db", "ñandú 🦤.db"])(
    "may be %s, and is that of the file",
    async (name) => {
      const store = await aStoreIn(join(folder, name))
      expect(await store.erase(ana)).toMatchObject({ streams: 1, entries: 1 })
      await store.close()
      expect(existsSync(join(folder, name))).toBe(true)
    },
  )

  it("may be an address of a file, from which is erased as from any other", async () => {
    const store = await aStoreIn(pathToFileURL(join(folder, "escucha.db")).href)
    expect(await store.erase(ana)).toMatchObject({ streams: 1 })
    await store.close()
    expect(readFileSync(join(folder, "escucha.db")).includes("canary")).toBe(false)
  })

  it("means the file that was opened, wherever the program goes afterwards", async () => {
    const [here, there] = [join(folder, "here"), join(folder, "there")]
    for (const place of [here, there]) mkdirSync(place)
    writeFileSync(join(there, "escucha.db"), "a letter of somebody else")
    const cwd = process.cwd()
    try {
      process.chdir(here)
      const store = await aStoreIn("escucha.db")
      process.chdir(there)
      expect(await store.erase(ana)).toMatchObject({ streams: 1 })
      await store.close()
    } finally {
      process.chdir(cwd)
    }
    expect(readFileSync(join(there, "escucha.db"), "utf8")).toBe("a letter of somebody else")
    expect(readFileSync(join(here, "escucha.db")).includes("canary")).toBe(false)
  })

  it("cannot be left empty: SQLite would forget everything at the end", async () => {
    await expect(sqlite("").migrate()).rejects.toMatchObject({ _tag: "InputError", field: "file" })
  })
})

describe("the database of another program", () => {
  it.each([0, 1])("is refused and stays as it was, also when it is at version %i", async (version) => {
    const file = join(folder, "other.db")
    const other = new DatabaseSync(file)
    other.exec(
      `CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('ana'); PRAGMA user_version = ${version}`,
    )
    other.close()
    const before = readFileSync(file)
    await expect(sqlite(file).migrate()).rejects.toMatchObject({
      _tag: "StoreError",
      reason: "foreign",
      retryable: false,
    })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it("is not what an empty file is", async () => {
    const file = join(folder, "empty.db")
    writeFileSync(file, "")
    expect((await (await aStoreIn(file)).size()).entries).toBe(2)
  })
})
