import { storeChecks } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Bug, bugs } from "../../../core/test/runtime/store-bugs.ts"
import { expectAsInMemory } from "../../../core/test/runtime/store-model.ts"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { createStores, openStore } from "../support/postgres-stores.ts"

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

  const firstFinding = async (bug: Bug): Promise<string | undefined> => {
    const make = async () => {
      const subject = await stores.make()
      return { store: { ...subject.store, ...bug(subject.store) }, dispose: subject.dispose }
    }
    for (const { name, run } of storeChecks)
      try {
        await run(make)
      } catch (failure) {
        return `${name}: ${String(failure)}`
      }
    return undefined
  }
  for (const [fault, bug] of Object.entries(bugs))
    it(`is not believed when ${fault}`, { timeout: 120_000 }, async () => {
      expect(await firstFinding(bug)).toContain("ConformanceError")
    })
})
