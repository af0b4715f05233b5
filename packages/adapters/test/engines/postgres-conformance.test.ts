import { type EngineCheck, engineChecks } from "@escucha/core/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { makeSubject } from "./postgres-house.ts"

const { isThere, remedy } = postgresServer
let server: RunningPostgres
let url = ""
beforeAll(async () => {
  if (!isThere) return
  server = await postgresServer.start({ settings: { max_connections: 400 } })
  url = await server.fresh()
}, 60_000)
afterAll(() => server?.[Symbol.asyncDispose]())

const make = makeSubject(() => url)

// Most of what they do is to wait, for a clock that cannot be set: more of them at a time than a runner begins, and those first that
// wait for longest.
const isLong = ({ name }: EngineCheck): boolean => /cancelled|took back|later|elsewhere/.test(name)
const together = 12

/** Begins all checks, so many at a time; each is told of by its name. */
const beginAll = (): ReadonlyMap<string, Promise<void>> => {
  const waiting = engineChecks.toSorted((one, two) => Number(isLong(two)) - Number(isLong(one)))
  let places = together
  const arrivals: (() => void)[] = []
  const enter = (): Promise<void> | void => {
    if (places > 0) return void places--
    return new Promise((resolve) => arrivals.push(resolve))
  }
  const leave = (): void => {
    const next = arrivals.shift()
    if (next) next()
    else places++
  }
  const prove = async ({ run }: EngineCheck): Promise<void> => {
    await enter()
    try {
      await run(make)
    } finally {
      leave()
    }
  }
  const proofs = new Map(waiting.map((check) => [check.name, prove(check)]))
  for (const proof of proofs.values()) proof.catch(() => undefined) // its test waits for it
  return proofs
}

describe(`the engine on PostgreSQL ${isThere ? "" : `(${remedy})`}`, () => {
  let proofs: ReadonlyMap<string, Promise<void>> = new Map()
  beforeAll(() => {
    if (isThere) proofs = beginAll()
  })
  for (const { name } of engineChecks)
    it.skipIf(!isThere)(name, { timeout: 240_000 }, () => expect(proofs.get(name)).resolves.toBeUndefined())
})
