import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { spawnSync } from "node:child_process"
import { describe, expect, it, onTestFinished } from "vitest"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { systemClock } from "../../packages/core/src/kernel/clock.ts"
import { BusyError } from "../../packages/core/src/kernel/errors.ts"
import { localEngine } from "../../packages/core/src/runtime/engine-local.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { signedWebhook } from "../../packages/core/src/testing/signed-webhook.ts"
import { telegram } from "../../packages/adapters/src/channels/telegram.ts"
import { aHouse } from "../support/house.ts"
import { open } from "../support/planted.ts"

const second = new URL("../support/second-process.ts", import.meta.url).pathname

describe("two processes on one file", () => {
  it("the second is refused with the remedy, the first goes on; when it is gone, the next may", async () => {
    const folder = mkdtempSync(join(tmpdir(), "escucha-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, "escucha.db")
    const house = await aHouse({ store: sqliteStore<Stored>(file) })
    await house.writes("hola")
    const openAgain = () =>
      spawnSync(process.execPath, ["--conditions=@escucha/source", second, file], { encoding: "utf8" }).stdout.trim()
    expect(openAgain()).toMatch(
      /^StoreError locked: another process has this file open; give each process its own file/,
    )
    expect(await house.writes("otra vez")).toEqual(["committed"])
    await house.escucha.close()
    expect(openAgain()).toBe("open: 1 customers")
  })
})

const limits = { inputs: 2, waiting: 3, attempts: 10 }

describe("more than may wait", () => {
  it("is refused with BusyError at once, and what was taken in is committed", async () => {
    const { escucha } = await aHouse({ limits })
    const many = Array.from({ length: 20 }, (_, number) => escucha.customers.optIn(`user-${number}`))
    const settled = await Promise.allSettled(many)
    const refused = settled.filter((each) => each.status === "rejected")
    expect(refused.length).toBeGreaterThan(0)
    expect(settled.filter((each) => each.status === "fulfilled").length).toBeGreaterThanOrEqual(3)
    for (const { reason } of refused) expect(reason).toBeInstanceOf(BusyError)
    await escucha.settled()
    expect((await escucha.store.size()).customers).toBe(20 - refused.length)
  })

  it("is answered 503 with Retry-After to a webhook, and the retry is taken in", async () => {
    const channels = { telegram: telegram({ token: "1:a", webhookSecret: "secret", baseUrl: "http://127.0.0.1:1" }) }
    const { escucha } = await aHouse({ limits, channels })
    const call = (update: number) => {
      const { body, ...request } = signedWebhook.telegram({
        webhookSecret: "secret",
        text: "hola",
        update,
        chat: update,
      })
      return escucha.handle({ ...request, body: new TextEncoder().encode(body) })
    }
    const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => call(number)))
    const busy = answers.flatMap(({ status }, number) => (status === 503 ? [number] : []))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]))
    expect(busy.map((number) => answers[number]?.headers["retry-after"])).toEqual(busy.map(() => "1"))
    for (const number of busy) expect((await call(number)).status).toBe(200)
    await escucha.settled()
    expect((await escucha.conversations.unanswered()).items).toHaveLength(20)
  })
})

describe("an engine that is full", () => {
  it("gets what it refused a little later, and `settled` waits for that", async () => {
    const chat = fakeChannel({ scheme: "tel" })
    const escucha = open({
      channels: { chat },
      engine: localEngine({ clock: systemClock, highWater: 2 }),
      rules: [{ name: "echo", on: "message-received", do: ({ text }, act) => act.reply(text) }],
    })
    const many = Array.from({ length: 20 }, (_, number) => `${number}`)
    const receive = (id: string) =>
      escucha.conversations.receive("chat", [{ type: "message", id, address: `c${id}`, text: `question ${id}` }])
    await Promise.all(many.map(receive))
    await escucha.settled()
    expect(new Set(chat.delivered.map(({ address }) => address))).toEqual(new Set(many.map((id) => `c${id}`)))
    expect((await escucha.store.jobs({ limit: 100 })).items.filter(({ type }) => type !== "clock")).toEqual([])
    await escucha.close()
  })
})
