import { describe, expect, it } from "vitest"
import type { FetchedAccess } from "../../src/channel/access.ts"
import { DeliveryError } from "../../src/kernel/errors.ts"
import { createTokens } from "../../src/runtime/tokens.ts"
import { createClock } from "../../src/testing/clock.ts"

const hour = 3_600_000
const refused = new DeliveryError("network", "auth", { retryable: false, sent: "no" })
const away = new DeliveryError("network", "network", { retryable: true, sent: "unknown" })

/** Tokens that are numbered as they are fetched; `answers` says what becomes of each fetch, the last one for ever. */
const someTokens = (answers: readonly ("numbered" | "the same" | DeliveryError)[] = ["numbered"]) => {
  const clock = createClock("2026-11-26T10:00:00Z")
  let fetched = 0
  const tokens = createTokens(async () => {
    const answer = answers[Math.min(fetched, answers.length - 1)] ?? "numbered"
    fetched += 1
    if (answer instanceof DeliveryError) return { error: answer }
    return { response: { status: 200, headers: {}, body: answer === "numbered" ? `t${fetched}` : "t1" } }
  }, clock)
  const access: FetchedAccess = {
    request: () => ({ method: "POST", url: "https://network.example/token", headers: {} }),
    read: ({ body }) => ({ token: body, lasts: hour }),
  }
  const used: string[] = []
  /** A call that the network refuses with the tokens that are named. */
  const call = (...bad: readonly string[]) =>
    tokens.use("network", access, async (context) => {
      used.push(context.access)
      return bad.includes(context.access) ? { error: refused } : { done: context.access }
    })
  return { clock, tokens, call, used, fetches: () => fetched }
}

describe("the tokens of a channel", () => {
  it("are none where it needs none", async () => {
    const { tokens, clock, fetches } = someTokens()
    const made = await tokens.use("network", undefined, async (context) => ({ context }))
    expect(made).toEqual({ context: { now: clock.now(), access: "" } })
    expect(fetches()).toBe(0)
  })

  it("are fetched once for all who wait, and again before they end", async () => {
    const { clock, call, used, fetches } = someTokens()
    await Promise.all([call(), call(), call()])
    expect(fetches()).toBe(1)
    await clock.advance("58 minutes")
    await call()
    await clock.advance("1 minute")
    await call()
    expect(used).toEqual(["t1", "t1", "t1", "t1", "t2"])
  })

  it("are fetched once more where one is refused, and the call is made again", async () => {
    const { call, used, fetches } = someTokens()
    expect(await call("t1")).toEqual({ done: "t2" })
    expect(await call("t1")).toEqual({ done: "t2" })
    expect([used, fetches()]).toEqual([["t1", "t2", "t2"], 2])
  })

  it("are fetched once more for all whose token was refused at the same time", async () => {
    const { call, fetches } = someTokens()
    const made = await Promise.all([call("t1"), call("t1"), call("t1")])
    expect(made).toEqual([{ done: "t2" }, { done: "t2" }, { done: "t2" }])
    expect(fetches()).toBe(2)
  })

  it("are tried no third time", async () => {
    const { call, used } = someTokens()
    expect(await call("t1", "t2")).toEqual({ error: refused })
    expect(used).toEqual(["t1", "t2"])
  })

  it("are not tried again where the provider gives the refused one once more", async () => {
    const { call, used } = someTokens(["the same"])
    expect(await call("t1")).toEqual({ error: refused })
    expect(used).toEqual(["t1"])
  })

  it("are fetched anew by the next call where the answer of a provider broke the way in which it is read", async () => {
    const clock = createClock("2026-11-26T10:00:00Z")
    const answers = ["<html>bad gateway</html>", '"t2"']
    const tokens = createTokens(
      async () => ({ response: { status: 200, headers: {}, body: answers.shift() ?? "" } }),
      clock,
    )
    const access: FetchedAccess = {
      request: () => ({ method: "POST", url: "https://network.example/token", headers: {} }),
      read: ({ body }) => ({ token: String(JSON.parse(body)), lasts: hour }),
    }
    const call = () => tokens.use("network", access, async (context) => ({ done: context.access }))
    await expect(call()).rejects.toBeInstanceOf(SyntaxError)
    expect(await call()).toEqual({ done: "t2" })
  })

  it("are kept where a call failed for another reason", async () => {
    const { tokens, call, fetches } = someTokens()
    const access = { request: () => ({ method: "POST", url: "", headers: {} }) as const, read: () => ({ error: away }) }
    await call()
    expect(await tokens.use("network", access, async () => ({ error: away }))).toEqual({ error: away })
    expect(await call()).toEqual({ done: "t1" })
    expect(fetches()).toBe(1)
  })

  it("say why there is none, and that nothing left", async () => {
    const { call, used } = someTokens([away, "numbered"])
    expect(await call()).toMatchObject({ error: { reason: "network", retryable: true, sent: "no" } })
    expect(used).toEqual([])
    expect(await call()).toEqual({ done: "t2" })
  })

  it("let through what the call throws", async () => {
    const { tokens } = someTokens()
    const thrown = new Error("not allowed any more")
    await expect(tokens.use("network", undefined, () => Promise.reject(thrown))).rejects.toBe(thrown)
  })
})
