import { memoryStore } from "../../../core/src/runtime/store-memory.ts"
import { ConformanceError, type StoreCheck, storeChecks, type StoreUnderTest } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Bug, bugs } from "../../../core/test/runtime/store-bugs.ts"
import { expectAsInMemory } from "../../../core/test/runtime/store-model.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { createStores, type Noted, openStore } from "../support/postgres-stores.ts"

const there = postgresServer.isThere

describe.skipIf(!there)(`the PostgreSQL store${there ? "" : ` (${postgresServer.remedy})`}`, () => {
  let server: RunningPostgres
  let stores: Awaited<ReturnType<typeof createStores>>
  beforeAll(async () => {
    server = await postgresServer.start()
    stores = await createStores(server)
  })
  afterAll(async () => server?.[Symbol.asyncDispose]())

  for (const { name, run } of storeChecks) it(name, () => expect(run(() => stores.make())).resolves.toBeUndefined())

  const numRuns = Number(process.env["ESCUCHA_RUNS"] ?? 60)
  it("gives the same answers as memory, whatever is committed and erased", { timeout: numRuns * 4_000 }, async () => {
    const { url, emptied } = await createStores(server)
    const store = await openStore({ url })
    const subject = async () => {
      await emptied()
      return store
    }
    await expect(expectAsInMemory(subject, { numRuns })).resolves.toBeUndefined()
    await store.close()
  })

  /** What a check says of a store with a fault. */
  const finding = async ({ run }: StoreCheck, bug: Bug, make: () => Promise<StoreUnderTest>) => {
    const faulty = async () => {
      const { store, dispose } = await make()
      return { store: { ...store, ...bug(store) }, dispose }
    }
    return run(faulty).then(
      () => undefined,
      (failure: unknown) => failure,
    )
  }
  const inMemory = async () => {
    const store = memoryStore<Noted>()
    return { store, dispose: () => store.close() }
  }
  /** The first finding, of the checks that find the same fault of a store in memory: there all of them take a moment. */
  const firstFinding = async (bug: Bug): Promise<unknown> => {
    for (const check of storeChecks) {
      if ((await finding(check, bug, inMemory)) === undefined) continue
      const found = await finding(check, bug, () => stores.make())
      if (found !== undefined) return found
    }
    return undefined
  }
  for (const [fault, bug] of Object.entries(bugs))
    it(`is not believed when ${fault}`, { timeout: 120_000 }, async () => {
      expect(await firstFinding(bug)).toBeInstanceOf(ConformanceError)
    })
})
