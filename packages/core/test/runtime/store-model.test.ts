import { expect, it } from "vitest"
import { sqliteStore } from "../../src/runtime/sqlite/store.ts"
import type { Noted } from "../../src/testing/store-builders.ts"
import { expectAsInMemory } from "./store-model.ts"

it(
  "gives the same answers in SQLite as in memory, whatever is committed and erased",
  { timeout: 120_000 },
  async () => {
    let open = sqliteStore<Noted>(":memory:")
    const subject = async () => {
      await open.close()
      open = sqliteStore<Noted>(":memory:")
      return open
    }
    await expect(expectAsInMemory(subject, { numRuns: 500 })).resolves.toBeUndefined()
    await open.close()
  },
)
