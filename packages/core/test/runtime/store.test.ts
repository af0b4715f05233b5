import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { sqliteStore } from "../../src/runtime/sqlite/store.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import type { Noted } from "../../src/testing/store-builders.ts"
import type { StoreUnderTest } from "../../src/testing/store-check.ts"
import { storeChecks } from "../../src/testing/store-conformance.ts"

const aMemoryStore = async (): Promise<StoreUnderTest> => {
  const store = memoryStore<Noted>()
  return { store, dispose: () => store.close() }
}

const aSqliteStore = async (): Promise<StoreUnderTest> => {
  const folder = mkdtempSync(join(tmpdir(), "escucha-"))
  let store = sqliteStore<Noted>(join(folder, "escucha.db"))
  await store.migrate()
  return {
    store,
    reopen: async () => {
      await store.close()
      store = sqliteStore<Noted>(join(folder, "escucha.db"))
      await store.migrate()
      return store
    },
    dispose: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

for (const [name, make] of [
  ["memory", aMemoryStore],
  ["SQLite", aSqliteStore],
] as const) {
  describe(`the ${name} store`, () => {
    for (const check of storeChecks) it(check.name, () => expect(check.run(make)).resolves.toBeUndefined())
  })
}
