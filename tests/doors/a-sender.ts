import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { everythingOf } from "../support/everything.ts"
import type { AnyOptions } from "../support/planted.ts"
import { call, type Carried } from "./caller.ts"
import { takenIn } from "./ingest-facts.ts"

/** The write key of `aSender`. */
export const writeKey = "wk_of_a_server"

/** Basic authentication with a write key. */
export const basic = (key: string) => ({ authorization: `Basic ${btoa(`${key}:`)}` })

let last = 0

/** An event in Segment's shape, with an id of its own. */
export const anEvent = (part: object = {}): object => ({
  type: "track",
  messageId: `m${++last}`,
  userId: "ana",
  event: "order-placed",
  properties: { total: 40 },
  ...part,
})

/** A house that takes events, and somebody who sends them. */
export const aSender = (options: AnyOptions = {}) => {
  const failures: unknown[] = []
  const all: AnyOptions = {
    ingest: { writeKeys: [writeKey] },
    report: (failure) => failures.push(failure),
    ...options,
  }
  const escucha = createTestEscucha(all)
  const post = (path: string, body: unknown, headers: Carried["headers"] = basic(writeKey)) =>
    call(escucha, "POST", path, { body, headers })
  return {
    escucha,
    failures,
    post,
    batch: (...batch: readonly unknown[]) => post("/v1/batch", { batch }),
    capture: (...batch: readonly unknown[]) => post("/batch/", { api_key: writeKey, batch }, {}),
    entries: () => takenIn(escucha),
    facts: async (customer: string) =>
      (await everythingOf(escucha, customer)).map(({ kind, occurredAt, data }) => ({ kind, occurredAt, data })),
  }
}
