import { setTimeout as sleep } from "node:timers/promises"
import type { Attempt } from "@escucha/core/engine"
import { createServer, type Server } from "node:http"
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest"
import { freePort } from "../../../../tests/servers/support/free-port.ts"
import type { RestateEngine } from "../../src/engines/restate.ts"
import { aGround, type Ground, type Servers, servers, usual } from "./committing.ts"

const { areThere, remedy } = servers

/** What ran, in the order in which it began. */
const aRecord = () => {
  const ran: string[] = []
  return { ran, handle: async ({ id }: Attempt): Promise<void> => void ran.push(id) }
}

/** Waits until it holds, as long as the test may take. */
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await sleep(30)
}

const aJob = (id: string, at?: number) => ({
  key: "s_one" as const,
  id,
  type: "check",
  ...(at !== undefined && { at }),
})

/** An application's own server, which hands everything over. */
const serving = async ({ handler }: Pick<RestateEngine, "handler">, port: number): Promise<Server> => {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer) // Node gives bytes where no encoding is set
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])
    const answer = await handler(
      new Request(`http://127.0.0.1:${port}${request.url}`, {
        method: request.method ?? "GET",
        headers,
        ...(request.method === "POST" && { body: Buffer.concat(pieces) }),
      }),
    )
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (answer.body) for await (const piece of answer.body) response.write(piece)
    response.end()
  })
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve))
  return server
}

describe.skipIf(!areThere)(`jobs that Restate delivers${areThere ? "" : ` (${remedy})`}`, () => {
  let started: Servers
  beforeAll(async () => {
    started = await servers.start()
  })
  afterAll(() => started[Symbol.asyncDispose]())

  const ground = async ({ onTestFinished }: TestContext): Promise<Ground> => {
    const made = await aGround(started)
    onTestFinished(async () => void (await made[Symbol.asyncDispose]()))
    return made
  }
  const invocationsOf = ({ service }: Ground, more = "") =>
    started.restate.query(`SELECT id, status FROM sys_invocation WHERE target_service_name = '${service}' ${more}`)

  it.concurrent("run on the new code that was deployed while they waited for their time", async (test) => {
    const place = await ground(test)
    const [old, fresh] = [aRecord(), aRecord()]
    const before = place.process({ serve: { port: 0 } })
    const running = await before.run(old.handle)
    const at = Date.now() + 6_000
    const ids = Array.from({ length: 20 }, (_, number) => `timer-${number}`)
    await before.engine.post(ids.map((id) => aJob(id, at)))
    await until(async () => (await invocationsOf(place, "AND status = 'scheduled'")).length === 20)
    const after = place.process({ serve: { port: 0 } })
    await after.run(fresh.handle)
    await running.drain()
    await until(() => fresh.ran.length === 20)
    expect([old.ran, fresh.ran]).toEqual([[], ids])
  })

  it.concurrent("leave nothing of a timer at Restate when any process cancels it", async (test) => {
    const place = await ground(test)
    const { ran, handle } = aRecord()
    const [one, other] = [place.process(), place.process()]
    await one.run(handle)
    await other.run(handle)
    const ids = Array.from({ length: 10 }, (_, number) => `timer-${number}`)
    await one.engine.post(ids.map((id) => aJob(id, Date.now() + 3_600_000)))
    await until(async () => (await place.database.query("SELECT 1 FROM escucha.restate_timers")).length === 10)
    await other.engine.cancel(ids.slice(0, 9))
    const left = await invocationsOf(place)
    expect(left.map(({ status }) => status)).toEqual(["scheduled"])
    expect(ran).toEqual([])
  })

  it.concurrent(
    "that are dead stay so, whatever process asks, until somebody gives them another round",
    async (test) => {
      const place = await ground(test)
      const first = place.process()
      const running = await first.run(() => Promise.reject(new RangeError("meant to fail")), { ...usual, attempts: 2 })
      await first.engine.post([aJob("ill")])
      await until(async () => (await first.engine.stats()).dead === 1)
      await running.drain()
      const { ran, handle } = aRecord()
      const second = place.process()
      await second.run(handle)
      expect((await second.engine.stats()).dead).toBe(1)
      expect(await second.engine.dead?.(10)).toEqual([aJob("ill")])
      await second.engine.redrive("ill")
      await until(() => ran.length === 1)
      expect(await second.engine.stats()).toMatchObject({ dead: 0, ready: 0, running: 0 })
    },
  )

  it.concurrent("are found when the process that committed them was killed before it told anybody", async (test) => {
    const place = await ground(test)
    const { ran, handle } = aRecord()
    const { run } = place.process()
    await run(handle)
    await place.commit([aJob("orphan"), aJob("orphan for later", Date.now() + 1_000)])
    await until(() => ran.length === 2)
    expect(ran.toSorted()).toEqual(["orphan", "orphan for later"])
  })

  it.concurrent("run in the order of their commits, whatever process tells Restate first", async (test) => {
    const place = await ground(test)
    const { ran, handle } = aRecord()
    const [one, other] = [place.process(), place.process()]
    await Promise.all([one.run(handle), other.run(handle)])
    const jobs = Array.from({ length: 100 }, (_, number) => aJob(`${number}`))
    await place.commit(jobs)
    for (const [number, job] of jobs.toReversed().entries())
      if (number % 3 > 0) await (number % 3 === 1 ? one : other).hint([job])
    await until(() => ran.length >= 100)
    expect(ran).toEqual(Array.from({ length: 100 }, (_, number) => `${number}`))
  })

  it.concurrent("are shared by the processes that listen on one port", async (test) => {
    const place = await ground(test)
    const [one, other] = [aRecord(), aRecord()]
    const slowly = (handle: typeof one.handle) => (attempt: Attempt) => handle(attempt).then(() => sleep(20))
    const processes = [place.process(), place.process()]
    await processes[0]?.run(slowly(one.handle), { concurrency: 64, attempts: 3 })
    await processes[1]?.run(slowly(other.handle), { concurrency: 64, attempts: 3 })
    const jobs = Array.from({ length: 400 }, (_, key) => ({ key: `s_${key}` as const, id: `${key}`, type: "check" }))
    await processes[0]?.engine.post(jobs)
    await until(() => one.ran.length + other.ran.length === 400)
    expect(new Set([...one.ran, ...other.ran]).size).toBe(400)
    const least = Math.min(one.ran.length, other.ran.length)
    expect(process.platform !== "linux" || least > 0).toBe(true) // elsewhere the second could not listen
  })

  it.concurrent("never come from whoever is not Restate", async (test) => {
    const place = await ground(test)
    const { ran, handle } = aRecord()
    const { engine, run } = place.process()
    await run(handle)
    await place.commit([aJob("wanted", Date.now() + 86_400_000 * 2)])
    const forged = (path: string, headers: { readonly [name: string]: string } = {}) =>
      engine.handler(
        new Request(`http://shop.example${path}`, {
          method: "POST",
          headers: { "content-type": "application/vnd.restate.invocation.v5", ...headers },
          body: new Uint8Array(8),
        }),
      )
    const invoke = `/invoke/${place.service}/deliver`
    expect((await forged(invoke)).status).toBe(401)
    expect((await forged("/discover")).status).toBe(401)
    const signed = { "x-restate-signature-scheme": "v1", "x-restate-jwt-v1": "eyJhbGciOiJub25lIn0.e30." }
    expect((await forged(invoke, signed)).status).toBe(401)
    expect(ran).toEqual([])
  })

  it.concurrent("are not harmed by something else in their mailbox", async (test) => {
    const place = await ground(test)
    const { ran, handle } = aRecord()
    const { engine, run } = place.process()
    await run(handle)
    for (const body of [
      "{}",
      "null",
      '"x"',
      '{"job":1,"seq":"2"}',
      '{"job":"a","seq":1e300}',
      '{"job":"a","seq":99999999,"at":1}',
    ])
      await fetch(`${started.restate.ingress}/${place.service}/s_one/deliver/send`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      })
    await engine.post([aJob("mine")])
    await until(() => ran.length > 0)
    expect(ran).toEqual(["mine"])
  })

  it.concurrent.for<readonly [what: string, isLater: boolean]>([
    ["a job", false],
    ["a timer", true],
  ])("begin again with %s whose process died, before what came later in its key", async ([, isLater], test) => {
    const place = await ground(test)
    const port = await freePort()
    const [died, { ran, handle }] = [aRecord(), aRecord()]
    const dying = place.process({}, false)
    const buried = Promise.withResolvers<void>()
    await dying.run((attempt) => died.handle(attempt).then(() => buried.promise))
    const first = await serving(dying.engine, port)
    await dying.engine.register(`http://127.0.0.1:${port}/restate`)
    await dying.engine.post([aJob("first", isLater ? Date.now() + 100 : undefined)])
    await until(() => died.ran.length === 1)
    await dying.engine.post([aJob("second"), aJob("third", Date.now() + 100)])
    first.close().closeAllConnections()
    await sleep(600) // Restate tries again, and finds nobody; what is for later has become due
    const next = place.process({}, false)
    await next.run(handle)
    const second = await serving(next.engine, port)
    test.onTestFinished(() => void second.close())
    await until(() => ran.length === 3)
    buried.reject(new RangeError("it is dead"))
    expect([died.ran, ran]).toEqual([["first"], ["first", "second", "third"]])
  })

  it.concurrent("reach an application whose own server hands them over", async (test) => {
    const place = await ground(test)
    const { ran, handle } = aRecord()
    const port = await freePort()
    const { engine, run } = place.process({}, false)
    await run(handle)
    const server = await serving(engine, port)
    test.onTestFinished(() => void server.close())
    await engine.register(`http://127.0.0.1:${port}/restate`)
    await engine.post([aJob("by the way of the application")])
    await until(() => ran.length === 1)
  })
})
