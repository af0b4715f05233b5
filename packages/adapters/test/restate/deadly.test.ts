import { spawn } from "node:child_process"
import { once } from "node:events"
import type { Job } from "@escucha/core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { createPostgresStore } from "../../src/postgres/store.ts"
import { freePort } from "../../../../tests/servers/support/free-port.ts"
import { aGround, type Servers, servers } from "./committing.ts"
import type { DeadlyPlace } from "./deadly-app.ts"

const { areThere, remedy } = servers
const script = new URL("./deadly-app.ts", import.meta.url).pathname
const silent = ["--conditions=@escucha/source", "--disable-warning=ExperimentalWarning"]

/** Starts a process that works off what is there; how it came to its end, and what it said. */
const work = async (place: DeadlyPlace) => {
  const child = spawn(process.execPath, [...silent, script, JSON.stringify(place)], {
    stdio: ["pipe", "pipe", "inherit"],
  })
  const gone = once(child, "close")
  let said = ""
  child.stdout.on("data", (chunk: Buffer) => void (said += chunk.toString()))
  await gone
  return { end: child.signalCode ?? child.exitCode, said: said.split("\n").filter((line) => line !== "") }
}

describe.skipIf(!areThere)(`a job that ends its process, on Restate${areThere ? "" : ` (${remedy})`}`, () => {
  let started: Servers
  beforeAll(async () => {
    started = await servers.start()
  })
  afterAll(() => started[Symbol.asyncDispose]())

  it("is dead after twelve ends, told of, and those behind it run", { timeout: 240_000 }, async () => {
    await using ground = await aGround(started)
    const { ingress, admin, identityKey } = started.restate
    const place = { url: ground.url, ingress, admin, identityKey, port: await freePort(), service: "deadly" }
    const job = (key: number, id: string, type = "check"): Job => ({ key: `s_${key}`, id, type })
    await ground.commit([job(1, "before"), job(1, "deadly", "deadly"), job(1, "behind"), job(2, "beside")])
    const said: string[] = []
    for (let ends = 0; ends <= 12; ends++) {
      const { end, said: lines } = await work(place)
      said.push(...lines)
      if (end === 0) break
    }
    const ran = new Set(said.flatMap((line) => /^(\w+) runs$/.exec(line)?.[1] ?? []))
    expect([...ran].sort()).toEqual(["before", "behind", "beside"]) // one that was cut off in between runs again
    const left = await createPostgresStore<unknown>(ground.database).jobs({ limit: 10 })
    expect(left.items.map(({ id }) => id)).toEqual(["deadly"])
    expect(said.filter((line) => line.includes("12 processes ended"))).toHaveLength(1)
    const { engine } = ground.process({}, false)
    expect((await engine.dead?.(10))?.map(({ id }) => id)).toEqual(["deadly"])
  })
})
