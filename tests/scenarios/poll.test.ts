import { defineChannel, failureOf, type HttpRequest, jsonOf } from "@escucha/core"
import { createTestEscucha } from "@escucha/core/testing"
import { expect, it } from "vitest"
import * as z from "zod"

const Answer = z.object({ all: z.array(z.object({ id: z.string(), text: z.string() })), cursor: z.string() })

const described = {
  id: "asked",
  kind: "social",
  scheme: "asked",
  config: z.strictObject({}),
  capabilities: { parts: {}, text: { max: 100 }, inbound: true, receipts: [], idempotency: { kind: "none" } },
  request: () => ({ method: "POST", url: "https://asked.example/", headers: {} }) as const,
  receipt: () => ({ status: "sent" }) as const,
} as const

/** A network that sends no webhooks: it is asked every ten seconds. */
const asked = defineChannel({
  ...described,
  poll: () => ({
    every: 10_000,
    request: (cursor) => ({ method: "GET", url: `https://asked.example/?since=${cursor ?? ""}`, headers: {} }),
    read: (response) => {
      const read = Answer.safeParse(jsonOf(response.body))
      if (response.status !== 200 || !read.success) return { error: failureOf("asked", response) }
      const inbound = read.data.all.map(({ id, text }) => ({ type: "message" as const, id, address: "ana", text }))
      return { inbound, cursor: read.data.cursor }
    },
  }),
})

/** A house whose network answers as it is told, call by call. */
const house = (answers: readonly (object | number)[]) => {
  const calls: HttpRequest[] = []
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    channels: { asked: asked({}) },
    report: (failure) => failures.push(failure),
    transport: async (_, request) => {
      const answer = answers[Math.min(calls.length, answers.length - 1)] ?? 500
      calls.push(request)
      return {
        response:
          typeof answer === "number"
            ? { status: answer, headers: {}, body: "" }
            : { status: 200, headers: {}, body: JSON.stringify(answer) },
      }
    },
  })
  const heard = async () =>
    (await escucha.customers.get("asked:ana"))?.thread.items.filter(({ type }) => type === "received").length
  return { escucha, calls, failures, heard }
}
const page = (cursor: string, ...ids: readonly string[]) => ({ all: ids.map((id) => ({ id, text: "hola" })), cursor })

it("asks for what came since it asked last, and takes it in once", async () => {
  const { escucha, calls, heard } = house([page("1", "a"), page("2", "a", "b"), page("2")])
  await escucha.start()
  await escucha.clock.advance("35 seconds")
  expect(calls.map(({ url }) => new URL(url).searchParams.get("since"))).toEqual(["", "1", "2", "2"])
  expect(await heard()).toBe(2)
  await escucha.close()
})

it("asks again at once with a new token where the old one ended before its time", async () => {
  const used: (string | undefined)[] = []
  const hour = 3_600_000
  let fetched = 0
  const guarded = defineChannel({
    ...described,
    access: () => ({
      request: () => ({ method: "POST", url: "https://asked.example/token", headers: {} }),
      read: ({ body }) => ({ token: body, lasts: hour }),
    }),
    poll: () => ({
      every: 10_000,
      request: (_, { access }) => ({ method: "GET", url: "https://asked.example/", headers: { token: access } }),
      read: (response) =>
        response.status === 200 ? { inbound: [], cursor: "1" } : { error: failureOf("asked", response) },
    }),
  })
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    channels: { asked: guarded({}) },
    report: (failure) => failures.push(failure),
    transport: async (_, { url, headers }) => {
      if (url.endsWith("/token")) return { response: { status: 200, headers: {}, body: `t${++fetched}` } }
      used.push(headers["token"])
      return { response: { status: headers["token"] === "t1" && used.length > 1 ? 401 : 200, headers: {}, body: "" } }
    },
  })
  await escucha.start()
  await escucha.clock.advance("15 seconds")
  expect(used).toEqual(["t1", "t1", "t2"])
  expect(failures).toEqual([])
  await escucha.close()
})

it("asks a network that fails again and again, ever later, and says so once", async () => {
  const { escucha, calls, failures } = house([503])
  await escucha.start()
  await escucha.clock.advance("10 minutes")
  expect(calls.length).toBeLessThan(10)
  expect(failures).toMatchObject([{ _tag: "DeliveryError", channel: "asked" }])
  await escucha.close()
})

it("asks for the same page again after a failure", async () => {
  const { escucha, calls } = house([503, page("1", "a"), page("1")])
  await escucha.start()
  await escucha.clock.advance("1 minute")
  expect(calls.slice(0, 3).map(({ url }) => new URL(url).searchParams.get("since"))).toEqual(["", "", "1"])
  await escucha.close()
})

it("is held up by nothing that can never be taken in: it says so, takes in what came with it, and goes on", async () => {
  const huge = { id: "huge", text: "x".repeat(65_537) }
  const nameless = { id: " ", text: "hola" }
  const all = [{ id: "a", text: "hola" }, huge, nameless, { id: "b", text: "hola" }]
  const { escucha, calls, failures, heard } = house([{ all, cursor: "1" }, page("2", "c"), page("2")])
  await escucha.start()
  await escucha.clock.advance("25 seconds")
  expect(calls.map(({ url }) => new URL(url).searchParams.get("since"))).toEqual(["", "1", "2"])
  expect(await heard()).toBe(3)
  expect(failures).toMatchObject([
    { reason: "too-large", field: "text" },
    { reason: "invalid", field: "inbound.id" },
  ])
  await escucha.close()
})

it("asks no more once it is closed", async () => {
  const { escucha, calls } = house([page("1")])
  await escucha.start()
  await escucha.close()
  const before = calls.length
  await escucha.clock.advance("5 minutes")
  expect(calls.length).toBe(before)
})
