import { spawn } from "node:child_process"
import { once } from "node:events"
import type { Job } from "@escucha/core"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { postgresServer, type RunningPostgres } from "../support/postgres-server.ts"
import { type Ground, makeGround } from "./postgres-house.ts"

const { isThere, remedy } = postgresServer
let server: RunningPostgres
let url = ""
beforeAll(async () => {
  if (!isThere) return
  server = await postgresServer.start()
  url = await server.fresh()
}, 60_000)
afterAll(() => server?.[Symbol.asyncDispose]())

const ground = async (): Promise<Ground> => {
  const made = await makeGround(url)
  onTestFinished(made.dispose)
  return made
}

const job = (key: number, id: string, type = "check"): Job => ({
  key: `s_0mm00000${key.toString().padStart(11, "0")}`,
  id,
  type,
})

const script = new URL("./deadly-engine.ts", import.meta.url).pathname
const silent = ["--conditions=@escucha/source", "--disable-warning=ExperimentalWarning"]

/** Starts a process that works off what is there; kills it when so many jobs have ended, if it is told to. How it came to its end. */
const work = async ({ schema }: Ground, killAfter = Infinity): Promise<NodeJS.Signals | number | null> => {
  const child = spawn(process.execPath, [...silent, script, url, schema], { stdio: ["pipe", "pipe", "inherit"] })
  const gone = once(child, "exit")
  let ended = 0
  child.stdout.on("data", (chunk: Buffer) => {
    ended += chunk.toString().split("\n").length - 1
    if (ended >= killAfter) child.kill("SIGKILL")
  })
  await gone
  return child.signalCode ?? child.exitCode
}

const leftIn = async ({ store }: Ground): Promise<readonly string[]> =>
  (await store.jobs({ limit: 1000 })).items.map(({ id }) => id).sort()

describe(`a job that ends its process ${isThere ? "" : `(${remedy})`}`, () => {
  it.skipIf(!isThere)("is dead in the end, and all others run, those behind it too", { timeout: 180_000 }, async () => {
    const place = await ground()
    const engine = place.engine()
    const harmless = Array.from({ length: 60 }, (_, key) => [job(key, `${key}-0`), job(key, `${key}-1`)]).flat()
    const before = harmless.slice(0, 30),
      behind = [...harmless.slice(30), job(7, "7-behind"), job(8, "8-behind")]
    await engine.post([...before, job(7, "deadly", "deadly"), job(8, "deadly too", "deadly"), ...behind])
    let deaths = 0
    while ((await work(place)) === "SIGKILL") deaths++
    expect((await engine.dead?.(10))?.map(({ id }) => id).sort()).toEqual(["deadly", "deadly too"])
    expect(await leftIn(place)).toEqual(["deadly", "deadly too"])
    expect(deaths).toBeGreaterThanOrEqual(13) // twelve times with a mark, and once before anybody suspected anything
    expect(deaths).toBeLessThanOrEqual(26)
    await engine.redrive("deadly")
    expect(await work(place)).toBe("SIGKILL") // another round: it begins at nothing
    expect((await engine.dead?.(10))?.map(({ id }) => id)).toEqual(["deadly too"])
  })

  it.skipIf(!isThere)(
    "is no other than it: whoever is killed at work buries nobody",
    { timeout: 180_000 },
    async () => {
      const place = await ground()
      const engine = place.engine()
      await engine.post(Array.from({ length: 240 }, (_, number) => job(number % 50, `${number}`)))
      for (let kills = 0; kills < 5; kills++) expect(await work(place, 25)).toBe("SIGKILL")
      expect(await work(place)).toBe(0)
      expect((await engine.stats()).dead).toBe(0)
      expect(await leftIn(place)).toEqual([])
    },
  )
})
