import { afterEach, describe, expect, it } from "vitest"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inputId, type Identifier, type StreamId } from "../../src/kernel/ids.ts"
import { sqliteStore } from "../../src/runtime/sqlite/store.ts"
import type { Unit } from "../../src/timeline/store.ts"

const folder = mkdtempSync(join(tmpdir(), "escucha-claim-"))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ana: StreamId = "s_ana",
  ben: StreamId = "s_ben"

const unitOf = (stream: StreamId, inputs: readonly string[], identifiers: readonly Identifier[]): Unit<object> => ({
  inputs: inputs.map(inputId),
  expects: new Map([[stream, 0]]),
  binds: new Map(identifiers.map((identifier) => [identifier, stream])),
  entries: [
    {
      id: `${inputs[0]}#0`,
      stream,
      position: 1,
      kind: "noted",
      schema: 1,
      occurredAt: 1,
      receivedAt: 1,
      data: {},
    },
  ],
  states: new Map([[stream, { customer: stream, identifier: identifiers[0] ?? "user:x", version: 1, state: {} }]]),
  puts: [],
  drops: [],
  passages: [],
  counts: [],
  posts: [],
  cancels: [],
  acks: [],
})

describe("what a unit claims", () => {
  it("is given back where something of it is taken, so that the rest stays free for others", async () => {
    const store = sqliteStore<object>(join(folder, "claim.db"))
    await store.migrate()
    const results = await store.commit([
      unitOf(ana, ["one"], ["user:ana"]),
      unitOf(ben, ["two", "one"], ["user:ben"]), // one of its inputs is seen
      unitOf(ben, ["three"], ["user:ben", "user:ana"]), // one of its names is somebody's
      unitOf(ben, ["two", "three"], ["user:ben"]), // all of this is free again
    ])
    expect(results).toEqual([
      { status: "committed" },
      { status: "duplicate", inputs: ["one"] },
      { status: "fenced" },
      { status: "committed" },
    ])
    expect((await store.load({ inputs: [], identifiers: ["user:ana", "user:ben"], streams: [] })).bound).toEqual(
      new Map([
        ["user:ana", ana],
        ["user:ben", ben],
      ]),
    )
    await store.close()
  })
})
