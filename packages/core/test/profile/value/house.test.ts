import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import { createEscucha } from "../../../src/index.ts"
import { sqlite } from "../../../src/sqlite.ts"
import { createRandom } from "../../../src/testing.ts"
import { createClock } from "../../../src/testing/clock.ts"

const week = 7 * 86_400_000
const start = Date.parse("2026-01-05T12:00:00Z")

const events = { "order-placed": z.object({ total: z.number() }), visited: z.object({}) }
const value = { event: "order-placed", amount: "total", margin: 0.5, currency: "EUR" } as const

const aHouse = (more: object = {}) => {
  const clock = createClock("2026-12-01T12:00:00Z")
  const escucha = createEscucha({ clock, events, value, ...more })
  onTestFinished(() => escucha.close())
  return { escucha, clock }
}

type House = ReturnType<typeof aHouse>["escucha"]

const buys = (escucha: House, who: string, weeks: readonly number[], total: number) =>
  Promise.all(
    weeks.map((each) =>
      escucha.customers.track(who, "order-placed", { total }, { at: Math.round(start + each * week) }),
    ),
  )

/** A shop of people who come often, seldom or once. */
const aShop = async (escucha: House, people = 120) => {
  const random = createRandom(3)
  for (let person = 0; person < people; person++) {
    const visits = person % 3 === 0 ? 1 : 2 + Math.floor(random() * 9)
    const weeks = Array.from({ length: visits }, () => Math.floor(random() * 46 * 7) / 7)
    await buys(escucha, `shopper-${person}`, weeks, 10 + Math.floor(random() * 90))
  }
}

it("says what a customer bought before anything was learned, and nothing of who bought nothing", async () => {
  const { escucha } = aHouse()
  await buys(escucha, "ana", [0, 1, 1, 10], 20)
  await escucha.customers.track("ben", "visited", {})
  expect((await escucha.customers.get("ana"))?.value).toEqual({
    orders: 4,
    total: 80,
    last: start + 10 * week,
    currency: "EUR",
    rfm: null,
    pAlive: null,
    expectedOrders: null,
    expectedOrdersError: null,
    clv: null,
    model: null,
  })
  expect((await escucha.customers.get("ben"))?.value).toBeNull()
})

it("learns from all buyers, and then says who still is a customer and what they are worth", async () => {
  const { escucha, clock } = aHouse()
  await aShop(escucha)
  await buys(escucha, "loyal", [0, 5, 10, 15, 20, 25, 30, 35, 40, 45], 200)
  await buys(escucha, "gone", [0, 1, 2, 3, 4, 5, 6], 200)
  const seen: number[] = []
  const model = await escucha.insights.fitValue({ onProgress: ({ done }) => seen.push(done) })
  expect(model).toMatchObject({
    version: 1,
    buyers: 122,
    n: 122,
    event: "order-placed",
    amount: "total",
    at: clock.now(),
  })
  expect(model.buying.cautions).toContain("few-customers")
  expect(seen.at(-1)).toBe(122)
  const [loyal, gone] = await Promise.all(
    ["loyal", "gone"].map(async (who) => (await escucha.customers.get(who))?.value),
  )
  expect(loyal?.pAlive).toBeGreaterThan(0.8)
  expect(gone?.pAlive).toBeLessThan(0.7)
  expect(loyal?.rfm).toMatchObject({ recency: 5, frequency: 5, monetary: 5 })
  expect(gone?.rfm?.recency).toBeLessThan(4)
  expect(loyal?.clv ?? 0).toBeGreaterThan((gone?.clv ?? 0) * 2)
  expect(loyal?.model).toMatchObject({ n: 122, weeks: 52 })
  expect(JSON.stringify(model)).not.toMatch(/loyal|gone|shopper|s_/)
})

it("lists buyers page by page, who spent most first", async () => {
  const { escucha } = aHouse()
  await buys(escucha, "ana", [0, 1], 20)
  await buys(escucha, "ben", [0], 99.5)
  await buys(escucha, "eva", [0, 3, 9], 30)
  const first = await escucha.insights.value({ page: { limit: 2 } })
  expect(first.items.map(({ total }) => total)).toEqual([99.5, 90])
  const rest = await escucha.insights.value({
    page: { limit: 2, ...(first.next !== undefined && { after: first.next }) },
  })
  expect(rest.items.map(({ orders, total, pAlive }) => ({ orders, total, pAlive }))).toEqual([
    { orders: 2, total: 40, pAlive: null },
  ])
  expect(rest.next).toBeUndefined()
})

it("counts what two places of one person bought as theirs, and takes it apart again", async () => {
  const { escucha } = aHouse()
  await buys(escucha, "ana", [0], 20)
  await buys(escucha, "email:ana@example.com", [4], 50)
  await escucha.identities.link("user:ana", "email:ana@example.com", { id: "1" })
  expect((await escucha.customers.get("ana"))?.value).toMatchObject({ orders: 2, total: 70 })
  expect((await escucha.insights.value()).items.map(({ total }) => total)).toEqual([70])
  await escucha.identities.unlink("email:ana@example.com", { reason: "not hers" })
  expect((await escucha.customers.get("ana"))?.value).toMatchObject({ orders: 1, total: 20 })
  expect((await escucha.insights.value()).items.map(({ total }) => total)).toEqual([50, 20])
})

it("lists nobody who was erased", async () => {
  const { escucha } = aHouse({ secret: "a secret of thirty-two letters or more" })
  await buys(escucha, "ana", [0], 20)
  await buys(escucha, "ben", [0], 30)
  await escucha.customers.erase("ana")
  expect((await escucha.insights.value()).items.map(({ total }) => total)).toEqual([30])
})

it("finds those who bought before the application said what a purchase is, and keeps its model in the file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "escucha-value-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const clock = createClock("2026-12-01T12:00:00Z")
  const open = (more: object) => createEscucha({ store: sqlite(join(folder, "a.db")), clock, events, ...more })
  {
    await using before = open({}) as House
    await aShop(before, 30)
    await expect(before.insights.fitValue()).rejects.toMatchObject({ _tag: "ConfigurationError", option: "value" })
  }
  {
    await using after = open({ value }) as House
    expect((await after.insights.value()).items).toHaveLength(0)
    await after.insights.fitValue()
    expect((await after.insights.value()).items).toHaveLength(30)
  }
  {
    await using again = open({ value }) as House
    expect((await again.customers.get("shopper-1"))?.value?.pAlive).toBeGreaterThan(0)
    const [first] = (await again.insights.value({ page: { limit: 1 } })).items
    expect(first?.model?.n).toBe(30)
  }
  {
    await using other = open({ value: { event: "order-placed", amount: "tax" } }) as House
    expect((await other.customers.get("shopper-1"))?.value?.model).toBeNull() // it was learned from other amounts
  }
})

it("does not know in the past what it learned later", async () => {
  const { escucha, clock } = aHouse()
  await aShop(escucha, 20)
  const then = clock.now()
  await clock.advance("1 day")
  await escucha.insights.fitValue()
  expect((await escucha.customers.get("shopper-1"))?.value?.model).not.toBeNull()
  expect((await escucha.customers.get("shopper-1", { asOf: then }))?.value).toMatchObject({ pAlive: null, model: null })
})

it("says what is missing, and stops where it is told to", async () => {
  const { escucha } = aHouse()
  await expect(escucha.insights.fitValue()).rejects.toMatchObject({ _tag: "InputError", field: "value" })
  await aShop(escucha, 5)
  const stopped = new AbortController()
  stopped.abort()
  await expect(escucha.insights.fitValue({ signal: stopped.signal })).rejects.toMatchObject({ name: "AbortError" })
})

it.each([
  [{ ...value, event: "order-place" }, "value.event", "did you mean order-placed?"],
  [{ ...value, amount: "" }, "value.amount", "1 to 200 letters"],
  [{ ...value, margin: 2 }, "value.margin", "0 to 1"],
  [{ ...value, weeks: 0 }, "value.weeks", "1 to 520"],
  [{ ...value, discount: Number.NaN }, "value.discount", "0 to 10"],
])("refuses %o", (bad, option, remedy) => {
  const error = expect.objectContaining({
    _tag: "ConfigurationError",
    option,
    message: expect.stringContaining(remedy),
  })
  expect(() => createEscucha({ events, value: bad as typeof value })).toThrow(error) // what no compiler has checked
})
