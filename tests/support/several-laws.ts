import { expect } from "vitest"
import * as z from "zod"
import { type Channel, defineChannel } from "../../packages/core/src/channel/channel.ts"
import { defineSurvey, nps } from "../../packages/core/src/index.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import type { CustomerId } from "../../packages/core/src/kernel/ids.ts"
import { createSharedClock } from "../../packages/core/src/runtime/shared-clock.ts"
import type { WebResponse } from "../../packages/core/src/runtime/web/request.ts"
import { aRequest, bearer, call, listen } from "../doors/caller.ts"
import { aProvider, houseOf, mostIn, type OneStore, severalHouses } from "./several-houses.ts"

/** Something that holds for several processes on one store. */
export interface Law {
  readonly name: string
  /** Whether it holds by the time of the store: there nobody moves a clock. */
  readonly byItsTime?: true
  readonly run: (store: OneStore) => Promise<void>
}

const token = "a-desk-token-of-a-test"
const secret = "a secret of a test, long enough to seal with"

/** Lets what others tell arrive; where a database tells it, that takes a moment. */
const until = async ({ patience = 15_000 }: OneStore, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let passed = 0; passed < patience && !(await holds()); passed += 5)
    await new Promise((resolve) => void setTimeout(resolve, 5))
  expect(await holds()).toBe(true)
}

const atDesk = async (several: Awaited<ReturnType<typeof severalHouses>>, place: number) => {
  const house = houseOf(several, place)
  const { value } = await call(house, "POST", "/desk/session", { body: { token, name: "Eva" } })
  return listen(house, "/desk/events?after=0", bearer((value as { readonly session: string }).session)) // what the route gives
}

/** Three houses with a chat and a desk each. */
const deskHouses = (store: OneStore) =>
  severalHouses(store, () => ({ channels: { chat: fakeChannel({ scheme: "tel" }) }, desk: { token }, secret }))

const writes = (
  several: Awaited<ReturnType<typeof severalHouses>>,
  place: number,
  id: string,
  text: string,
  address = "+34600111222",
) => houseOf(several, place).conversations.receive("chat", [{ type: "message", id, address, text }])

const seeing: readonly Law[] = [
  {
    name: "what one process has committed is seen by the next look of any other",
    run: async (store) => {
      await using several = await deskHouses(store)
      for (let round = 0; round < 12; round++) {
        await writes(several, round, `m${round}`, `line ${round}`)
        const seen = await houseOf(several, round + 1).customers.get("tel:+34600111222")
        expect(seen?.thread.items.filter(({ type }) => type === "received")).toHaveLength(round + 1)
      }
    },
  },
  {
    name: "a desk at any process hears of what all of them commit, once and in order, and of who is writing",
    run: async (store) => {
      await using several = await deskHouses(store)
      const desks = await Promise.all([0, 1, 2].map((place) => atDesk(several, place)))
      for (let round = 0; round < 6; round++) await writes(several, round, `m${round}`, "hola")
      const received = (heard: ReturnType<(typeof desks)[0]["heard"]>) =>
        heard.filter(({ data }) => (data as { readonly kind: string }).kind === "message-received")
      await until(store, () => desks.every(({ heard }) => received(heard()).length === 6))
      for (const { heard } of desks) {
        const ids = received(heard()).map(({ id }) => id)
        expect(ids).toEqual([...ids].sort((one, two) => one - two))
        expect(new Set(ids).size).toBe(6)
      }
      await houseOf(several, 1).conversations.receive("chat", [{ type: "typing", id: "t-1", address: "+34600111222" }])
      const isTold = (heard: ReturnType<(typeof desks)[0]["heard"]>) =>
        heard.filter(({ data }) => (data as { readonly kind: string }).kind === "typing").length === 1
      await until(store, () => desks.every(({ heard }) => isTold(heard())))
      for (const desk of desks) await desk.leave()
      expect(several.failures).toEqual([])
    },
  },
  {
    name: "whom one process erases, every process forgets",
    run: async (store) => {
      await using several = await deskHouses(store)
      for (let round = 0; round < 3; round++) await writes(several, round, `m${round}`, "un secreto")
      for (const place of [0, 1, 2])
        expect(await houseOf(several, place).customers.get("tel:+34600111222")).toBeDefined()
      await houseOf(several, 2).customers.erase("tel:+34600111222", { forgetOptOut: true })
      for (const place of [0, 1, 2])
        expect(await houseOf(several, place).customers.get("tel:+34600111222")).toBeUndefined()
      const desk = await atDesk(several, 0)
      await writes(several, 1, "m9", "hola", "+34600999888")
      await until(store, () => desk.heard().length > 0)
      expect(desk.heard().map(({ data }) => (data as { readonly entry: string }).entry)).toEqual(["in:chat:m9#0"])
      await desk.leave()
    },
  },
  {
    name: "a customer to whom all processes write at once loses nothing, and nobody is told that others were quicker",
    run: async (store) => {
      await using several = await deskHouses(store)
      const each = 60
      await Promise.all(
        [0, 1, 2].map(async (place) => {
          for (let round = 0; round < each; round += 3)
            await Promise.all(
              [0, 1, 2].map((at) => writes(several, place, `m-${place}-${round + at}`, `line ${place} ${round + at}`)),
            )
        }),
      )
      const { items } = await houseOf(several, 0).customers.timeline("tel:+34600111222", { limit: 1_000 })
      expect(items.filter(({ kind }) => kind === "message-received")).toHaveLength(3 * each)
      expect(several.failures).toEqual([])
    },
  },
]

const textOf = async (body: WebResponse["body"]): Promise<string> => {
  if (typeof body === "string") return body
  if (body instanceof Uint8Array) return Buffer.from(body).toString()
  const parts: (string | Uint8Array)[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts.map((part) => Buffer.from(part))).toString()
}

const links: readonly Law[] = [
  {
    name: "a link to a file that one process has made is opened by any other, also without a secret of the application",
    run: async (store) => {
      await using several = await severalHouses(store)
      const bytes = new TextEncoder().encode("%PDF-1.4 a bill")
      const { url } = await houseOf(several, 0).media.put(bytes, { type: "application/pdf", name: "bill.pdf" })
      const paths = await Promise.all(
        [0, 1, 2].map(async (place) => (await houseOf(several, place).media.link({ url })).path),
      )
      for (const [place, path] of paths.entries()) {
        const { status, body } = await houseOf(several, place + 1).handle(aRequest("GET", path))
        expect([status, await textOf(body)]).toEqual([200, "%PDF-1.4 a bill"])
      }
    },
  },
]

const sending: readonly Law[] = [
  {
    name: "no stretch of time has more calls than a provider allows, of an account and of an address, whichever processes send",
    byItsTime: true,
    run: async (store) => {
      // on a machine that is busy a call comes a while after its moment: the half of a stretch is looked at then
      const slack = store.isReal ? 500 : 0
      const each = 1_500
      const provider = aProvider([
        { count: 8, per: 1_000 },
        { count: 1, per: each, each: "address" },
      ])
      await using several = await severalHouses(store, (_, clock) => ({
        channels: { counted: provider.channel },
        transport: provider.transportFor(clock.now),
      }))
      const addresses = Array.from({ length: 16 }, (_, number) => `a${number}`)
      await Promise.all(
        [0, 1, 2].flatMap((round) =>
          addresses.map((address, number) =>
            houseOf(several, round + number).messages.send(`counted:${address}`, { text: `number ${round}` }),
          ),
        ),
      )
      if (store.isReal) await until(store, () => provider.calls.length === 48)
      else await several.clock.advance("2 minutes")
      expect(provider.calls).toHaveLength(48)
      expect(mostIn(provider.calls, 1_000 - slack)).toBeLessThanOrEqual(8)
      for (const address of addresses) {
        const own = provider.calls.filter(({ to }) => to === address)
        expect(mostIn(own, each - slack)).toBe(1)
      }
      expect(several.failures).toEqual([])
    },
  },
  {
    name: "a pause that a provider asked of one process holds for all",
    run: async (store) => {
      let limited = -Infinity
      const early: number[] = []
      const provider = aProvider([], ({ at }) => {
        if (limited === -Infinity) {
          limited = at
          return 429
        }
        if (at < limited + 60_000) early.push(at)
        return 200
      })
      await using several = await severalHouses(store, (_, clock) => ({
        channels: { counted: provider.channel },
        transport: provider.transportFor(clock.now),
      }))
      await houseOf(several, 0).messages.send("counted:first", { text: "one" })
      await several.settled()
      expect(limited).toBeGreaterThan(0)
      // the word of it is on its way
      const isPaused = async (place: number) =>
        (await houseOf(several, place).channels.list()).some(({ status }) => status === "paused")
      await until(store, async () => (await isPaused(0)) && (await isPaused(1)) && (await isPaused(2)))
      for (let number = 0; number < 12; number++)
        await houseOf(several, number).messages.send(`counted:b${number}`, { text: "two" })
      await several.clock.advance("59 seconds")
      expect([early, provider.calls]).toEqual([[], []])
      await several.clock.advance("1 minute")
      expect(provider.calls).toHaveLength(13)
    },
  },
  {
    name: "a budget is one for all processes, to the last message",
    run: async (store) => {
      const chats = [0, 1, 2].map(() => fakeChannel({ scheme: "phone" }))
      await using several = await severalHouses(store, (place) => ({
        channels: { sms: { ...(chats[place] ?? fakeChannel()), kind: "sms" } },
        contact: { countries: ["ES"], budget: { perPrefix: "3 per 1 day", perDay: 10 } },
      }))
      const numbers = Array.from(
        { length: 60 },
        (_, number) =>
          `+3460${number % 2 === 0 ? `011${String(1_000 + number)}` : `${String(1_000_000 + number * 10_000)}`}`,
      )
      const sent = await Promise.all(
        numbers.map((number, place) => houseOf(several, place).messages.send(`phone:${number}`, { text: "Your code" })),
      )
      await several.settled()
      const ends = await Promise.all(sent.map(({ settled }) => settled()))
      const left = chats.flatMap(({ delivered }) => delivered.map(({ address }) => address))
      expect(left.filter((address) => address.startsWith("+34600111"))).toHaveLength(3)
      expect(left).toHaveLength(10)
      expect(ends.filter((end) => end.status === "withheld" && end.because === "capped")).toHaveLength(50)
    },
  },
]

const short = defineSurvey("nps", (survey) =>
  survey.ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" })),
)

/** A network without webhooks, which is asked every ten seconds. */
const network = defineChannel({
  id: "asked",
  kind: "social",
  scheme: "asked",
  config: z.strictObject({}),
  capabilities: { parts: {}, text: { max: 100 }, inbound: true, receipts: [], idempotency: { kind: "none" } },
  request: () => ({ method: "POST", url: "https://asked.example/", headers: {} }),
  receipt: () => ({ status: "sent" }),
  poll: () => ({
    every: 10_000,
    request: () => ({ method: "GET", url: "https://asked.example/", headers: {} }),
    read: () => ({ inbound: [] }),
  }),
})

const alone: readonly Law[] = [
  {
    name: "a network without webhooks is asked by one process alone, and by another one when that is gone",
    run: async (store) => {
      const calls: number[] = []
      await using several = await severalHouses(store, (place) => ({
        channels: { asked: network({}) },
        transport: async () => {
          calls.push(place)
          return { response: { status: 200, headers: {}, body: "" } }
        },
      }))
      await until(store, () => calls.length > 0)
      await several.clock.advance("35 seconds")
      const [owner = 0] = calls
      expect(calls).toEqual([owner, owner, owner, owner])
      await houseOf(several, owner).close()
      await until(store, () => calls.length > 4)
      const next = calls.at(-1)
      expect(next).not.toBe(owner)
      for (let round = 0; round < 3; round++) await several.clock.advance("10 seconds")
      expect(new Set(calls.slice(4))).toEqual(new Set([next]))
    },
  },
  {
    name: "what all processes share is attended to by one of them, and by another one when that is gone",
    run: async (store) => {
      const owners: number[] = []
      const attended = (place: number): Channel => {
        const fake = fakeChannel({ scheme: "tel" })
        if (fake.shape !== "connection") return fake
        const { open } = fake
        return {
          ...fake,
          open: async (host) => {
            const connection = await open(host)
            const closing = new AbortController()
            const living = host.alone?.(async (held) => {
              owners.push(place)
              await new Promise<void>((resolve) => held.addEventListener("abort", () => resolve()))
              owners.push(-1)
            }, closing.signal)
            const close = async () => {
              closing.abort()
              await living
              await connection.close()
            }
            return { ...connection, close }
          },
        }
      }
      await using several = await severalHouses(store, (place) => ({ channels: { chat: attended(place) } }))
      await until(store, () => owners.length > 0)
      const [owner = 0] = owners
      await houseOf(several, owner).close()
      await until(store, () => owners.length > 2)
      expect(owners).toEqual([owner, -1, owners[2]])
      expect(owners[2]).not.toBe(owner)
    },
  },
  {
    name: "a process whose clock is an hour ahead goes by the time of all: it keeps quiet hours, and writes nothing from the future",
    run: async ({ open, dispose }) => {
      const reported: unknown[] = []
      const chats = [0, 1, 2].map(() => fakeChannel({ scheme: "tel" }))
      const stores: ReturnType<OneStore["open"]>[] = []
      let stop = () => {}
      const at = "2026-06-01T20:30:00+02:00"
      const kept: OneStore = {
        open: (clock) => {
          const store = open(clock)
          stores.push(store)
          return store
        },
        dispose,
      }
      let start: () => Promise<void> = async () => {}
      await using several = await severalHouses(
        kept,
        (place, clock) => {
          const ahead = {
            now: () => clock.now() + 3_600_000,
            at: (instant: number, ring: () => void) => clock.at(instant - 3_600_000, ring),
          }
          const shared = createSharedClock(ahead, { now: async () => clock.now() }, (failure) => reported.push(failure))
          if (place === 1) [start, stop] = [shared.start, shared.stop]
          return {
            channels: { chat: chats[place] ?? fakeChannel() },
            contact: { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid" },
            ...(place === 1 && { clock: shared }),
          }
        },
        at,
      )
      await start()
      expect(String(reported[0])).toContain("3600 seconds ahead of the database")
      const delivery = await houseOf(several, 1).messages.send("tel:ana", { text: "before nine" })
      await several.settled()
      expect(await delivery.settled()).toMatchObject({ status: "sent" })
      const { items } = await houseOf(several, 0).customers.timeline("tel:ana", { limit: 100 })
      expect(Math.max(...items.map(({ receivedAt }) => receivedAt))).toBe(several.clock.now())
      await several.clock.advance("1 hour")
      expect((await houseOf(several, 1).messages.send("tel:ana", { text: "at half past nine" })).status).toBe("queued")
      await several.settled()
      expect(chats.flatMap(({ delivered }) => delivered)).toHaveLength(1)
      stop()
    },
  },
  {
    name: "a campaign that several processes launch at once asks nobody twice, and no more than it may",
    run: async (store) => {
      await using several = await severalHouses(store, () => ({
        channels: { chat: fakeChannel({ scheme: "tel" }) },
        surveys: [short],
      }))
      for (let number = 0; number < 30; number++)
        await houseOf(several, number).customers.optIn(`tel:+3460000${1_000 + number}`)
      const launched = await Promise.all(
        [0, 1, 2].map((place) =>
          houseOf(several, place).surveys.launch("nps", {
            id: "june",
            to: "everybody",
            sample: { atMost: 10 },
            seed: place + 1,
          }),
        ),
      )
      await several.settled()
      expect(new Set(launched.map((campaign) => JSON.stringify(campaign))).size).toBe(1)
      const asked = new Set<CustomerId>()
      let times = 0
      for await (const { entry } of several.houses[0]?.store.feed(0) ?? [])
        if (entry.kind === "survey-asked") {
          asked.add(entry.stream)
          times++
        }
      expect([asked.size, times]).toEqual([10, 10])
    },
  },
]

/** What several processes on one store promise together. */
export const severalLaws: readonly Law[] = [...seeing, ...links, ...sending, ...alone]
