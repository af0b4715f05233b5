import { inspect } from "node:util"
import { describe, expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import type { Stored } from "../../src/assembly/loop.ts"
import { createEscucha } from "../../src/index.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { sqlite } from "../../src/sqlite.ts"
import { defineSurvey } from "../../src/survey/builder.ts"
import { nps } from "../../src/survey/question-scale.ts"
import { createClock } from "../../src/testing/clock.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"
import type { Store } from "../../src/timeline/store.ts"
import { cellOf } from "../../src/assembly/own-data/export-csv.ts"

const aHouse = (store: Store<Stored> = memoryStore<Stored>(), options: { readonly secret?: string } = {}) => {
  const clock = createClock("2026-06-01T12:00:00+02:00")
  const escucha = createEscucha({
    store,
    clock,
    channels: { chat: fakeChannel({ scheme: "tel" }) },
    traits: { name: z.string(), balance: z.number(), note: z.string() },
    events: { ordered: z.object({ total: z.number() }) },
    surveys: [defineSurvey("visit", (s) => s.ask("score", nps("How was it?")))],
    ...options,
  })
  onTestFinished(() => escucha.close())
  return { escucha, clock }
}

/** Somebody who has something of every kind. */
const aFullCustomer = async ({ escucha, clock }: ReturnType<typeof aHouse>) => {
  const receive = (id: string, text: string) =>
    escucha.conversations.receive("chat", [{ type: "message", id, address: "ana", text }])
  await escucha.customers.identify("ana", { name: "=Ana", balance: -5, note: "+34 600; =1+1" }, { also: ["tel:ana"] })
  await clock.advance("1 minute")
  await receive("1", '=HYPERLINK("http://evil.example","hola"), "adiós"\n@SUM(A1)')
  await escucha.customers.track("ana", "ordered", { total: 40 })
  await escucha.surveys.ask("tel:ana", "visit")
  await escucha.settled() // what is answered before it left, does not leave
  await receive("2", "9")
  await escucha.cases.open("ana", { kind: "call", owner: "eva", because: "-2+3" })
  await escucha.customers.consent("ana", "marketing", true, { evidence: "the box on the page of the cart" })
  await escucha.settled()
}

const documentOf = async ({ escucha }: ReturnType<typeof aHouse>, customer = "ana") => {
  const [file] = (await escucha.customers.export(customer)) ?? []
  return file ? file.text() : ""
}

/** The cells of a file, by RFC 4180 and a given sign between them. */
const cellsOf = (csv: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (quoted === undefined && plain === "" && end === "") break
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "")
    if (end === "\r\n") rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}

describe.each([
  ["memory", () => memoryStore<Stored>()],
  ["SQLite", () => sqlite<Stored>(":memory:")],
] as const)("an export, in %s", (_, make) => {
  it("says everything that is held, and describes itself", async () => {
    const house = aHouse(make())
    await aFullCustomer(house)
    const read: unknown = JSON.parse(await documentOf(house))
    expect(read).toMatchObject({
      format: "escucha.customer",
      version: 1,
      exportedAt: "2026-06-01T10:01:00.000Z",
      picture: { kind: "customer", traits: { balance: { value: -5, source: "app" } } },
      identifiers: expect.arrayContaining([
        expect.objectContaining({ identifier: "user:ana" }),
        expect.objectContaining({ identifier: "tel:ana" }),
      ]),
      messages: expect.arrayContaining([
        expect.objectContaining({ from: "us", author: "survey:visit", delivery: "replied" }),
      ]),
      events: [expect.objectContaining({ event: "ordered", properties: '{"total":40}' })],
      surveys: expect.arrayContaining([expect.objectContaining({ question: "score", answer: 9 })]),
      cases: [expect.objectContaining({ owner: "eva", because: "-2+3" })],
      consents: [expect.objectContaining({ purpose: "marketing", evidence: expect.stringContaining("cart") })],
    })
  })

  it("makes the same customer in a house that knows nobody, once, with every id and time", async () => {
    const one = aHouse(make()),
      two = aHouse(make())
    await aFullCustomer(one)
    await two.clock.advance("1 minute")
    const text = await documentOf(one)
    expect(await two.escucha.customers.import(text)).toBe("committed")
    expect(await two.escucha.customers.import(text)).toBe("duplicate")
    expect(await two.escucha.customers.get("ana")).toEqual(await one.escucha.customers.get("ana"))
    expect(await documentOf(two)).toBe(text)
    expect((await two.escucha.conversations.inbox()).items).toEqual((await one.escucha.conversations.inbox()).items)
    expect((await two.escucha.customers.search("adiós")).items).toHaveLength(1)
    await two.clock.advance("1 minute")
    await two.escucha.customers.track("ana", "ordered", { total: 2 }) // life goes on
    expect((await two.escucha.customers.timeline("ana", { limit: 1 })).items).toMatchObject([{ kind: "event-tracked" }])
  })

  it("is refused where the house knows one of the identifiers, or has erased one", async () => {
    const one = aHouse(make()),
      two = aHouse(make(), { secret: "a secret of a test, long enough to be one" })
    await aFullCustomer(one)
    const text = await documentOf(one)
    await two.escucha.customers.identify("tel:ana", { name: "Ana" })
    const before = await two.escucha.store.size()
    await expect(two.escucha.customers.import(text)).rejects.toMatchObject({ reason: "conflict" })
    expect(await two.escucha.store.size()).toEqual(before)
    await two.escucha.customers.erase("tel:ana")
    await expect(two.escucha.customers.import(text)).rejects.toThrow(/erased from this house/)
  })
})

describe("an export as tables", () => {
  it("can be opened in a spreadsheet: no cell is a formula, and numbers stay numbers", async () => {
    const house = aHouse()
    await aFullCustomer(house)
    const files = (await house.escucha.customers.export("ana", { format: "csv" })) ?? []
    expect(files.map(({ name }) => name)).toEqual([
      "identifiers.csv",
      "traits.csv",
      "preferences.csv",
      "memberships.csv",
      "messages.csv",
      "events.csv",
      "surveys.csv",
      "incentives.csv",
      "cases.csv",
      "consents.csv",
      "entries.csv",
    ])
    const texts = new Map<string, string>()
    for (const { name, text } of files) texts.set(name, await text())
    for (const text of texts.values()) {
      expect(text.startsWith("\uFEFF")).toBe(true)
      expect(text.endsWith("\r\n")).toBe(true)
      for (const row of cellsOf(text.slice(1)))
        for (const cell of row) expect(cell).not.toMatch(/^(?!-?\d+(\.\d+)?$)\s*[=+\-@]/)
    }
    const traits = cellsOf(texts.get("traits.csv")?.slice(1) ?? "")
    expect(traits).toContainEqual(["name", "'=Ana", "2026-06-01T10:00:00.000Z", "app"])
    expect(traits.find(([name]) => name === "balance")?.[1]).toBe("-5")
    const messages = cellsOf(texts.get("messages.csv")?.slice(1) ?? "")
    expect(messages.some((row) => row.includes(`'=HYPERLINK("http://evil.example","hola"), "adiós"\n'@SUM(A1)`))).toBe(
      true,
    )
    expect(new Set(messages.map((row) => row.length))).toEqual(new Set([9]))
  })

  it.for<readonly [given: Parameters<typeof cellOf>[0], written: string]>([
    [-5, "-5"],
    [Number.NaN, ""],
    [null, ""],
    [true, "true"],
    ["ana", "ana"],
    ["a,b", '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ["-5", `"'-5"`],
    ["+34600111222", `"'+34600111222"`],
    ["@SUM(1)", `"'@SUM(1)"`],
    ["\t=1+1", `"'\t=1+1"`],
    ["\r=1+1", `"'\r=1+1"`],
    [" =1+1", `"' =1+1"`],
    ["＝1+1", `"'＝1+1"`],
    ["hola;=1+1", `"hola;'=1+1"`],
    ["hola\n\n =1+1", `"hola\n\n '=1+1"`],
    ["a;'\n;-2|@b", `"a;'\n;'-2|'@b"`],
    ["a\u0000b", '"ab"'],
  ])("writes %j as %j", ([given, written]) => {
    expect(cellOf(given)).toBe(written)
  })
})

describe("a cell of a spreadsheet", () => {
  it.for(["\n", "'\t", ';"', " ", "=\n", "|"])("costs what it is long, and not its square: %j", (part) => {
    const text = `a${part.repeat(64_000 / part.length)}b`
    expect(cellOf(text).length).toBeGreaterThanOrEqual(text.length) // blank lines alone took 20 seconds
  })
})

describe("an export of somebody with a long past", () => {
  it("says of every message how far it got, however many came after it", async () => {
    const house = aHouse()
    await house.escucha.conversations.receive("chat", [{ type: "message", id: "1", address: "ana", text: "Hello" }])
    for (let answer = 0; answer < 130; answer++) {
      await house.escucha.messages.reply("tel:ana", { text: `${answer}` }, { author: "eva" })
      await house.clock.advance("1 minute")
      await house.escucha.settled()
    }
    const { messages } = JSON.parse(await documentOf(house, "tel:ana"))
    const written = (messages as readonly { readonly from: string; readonly delivery: string }[]).filter(
      ({ from }) => from === "us",
    )
    expect(written).toHaveLength(130)
    expect([...new Set(written.map(({ delivery }) => delivery))]).toEqual(["sent"])
  })

  it("is given piece by piece, each no larger than a page", async () => {
    const house = aHouse()
    const many = 2_500
    await Promise.all(
      Array.from({ length: many }, (_, place) => house.escucha.customers.track("ana", "ordered", { total: place })),
    )
    const [file] = (await house.escucha.customers.export("ana")) ?? []
    const sizes: number[] = []
    for await (const piece of file?.chunks() ?? []) sizes.push(piece.length)
    expect(Math.max(...sizes)).toBeLessThan(200_000)
    const text = (await file?.text()) ?? ""
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(text.length)
    const read = JSON.parse(text) as { readonly events: readonly unknown[]; readonly entries: readonly unknown[] }
    expect([read.events.length, read.entries.length]).toEqual([many, many])
  })

  it("breaks off where they are erased meanwhile, rather than pass a part for the whole", async () => {
    const house = aHouse()
    await aFullCustomer(house)
    const [file] = (await house.escucha.customers.export("ana")) ?? []
    const read = async () => {
      let isFirst = true
      for await (const _ of file?.chunks() ?? []) {
        if (isFirst) await house.escucha.customers.erase("ana")
        isFirst = false
      }
    }
    await expect(read()).rejects.toMatchObject({ _tag: "InputError", field: "customer" })
  })

  it.for(["json", "csv"] as const)(
    "breaks off where an address of theirs is taken away meanwhile: %s",
    async (format) => {
      const house = aHouse()
      await aFullCustomer(house)
      const files = (await house.escucha.customers.export("ana", { format })) ?? []
      await house.escucha.identities.unlink("tel:ana", { reason: "the address of her sister" })
      const file = files.find(({ name }) => name === "customer.json" || name === "messages.csv")
      await expect(file?.text()).rejects.toMatchObject({ _tag: "InputError", field: "customer" })
    },
  )

  it("is noted with who asked for it, where that is said", async () => {
    const house = aHouse()
    await aFullCustomer(house)
    await house.escucha.customers.export("ana", { by: "eva", format: "csv" })
    const { items } = await house.escucha.customers.timeline("ana")
    expect(items.find(({ kind }) => kind === "customer-exported")?.data).toEqual({ by: "eva", format: "csv" })
    expect(await house.escucha.customers.export("nobody", { by: "eva" })).toBeUndefined()
  })
})

describe("a document that is not as it was given", () => {
  type Edit = (document: Record<string, unknown> & { entries: Record<string, unknown>[] }) => void
  const changed = async (edit: Edit) => {
    const one = aHouse()
    await aFullCustomer(one)
    const document = JSON.parse(await documentOf(one)) as Parameters<Edit>[0] // our own document
    edit(document)
    return JSON.stringify(document)
  }

  it.for<readonly [what: string, edit: Edit]>([
    ["another format", (document) => (document["format"] = "vcard")],
    ["a later version", (document) => (document["version"] = 2)],
    ["an entry is missing", (document) => document.entries.splice(3, 1)],
    ["the last entry is missing", (document) => document.entries.splice(0, 1)],
    ["an entry is there twice", (document) => document.entries.push({ ...document.entries[0] })],
    [
      "an entry of somebody else",
      (document) => Object.assign(document.entries[0] ?? {}, { stream: `s_${"0".repeat(20)}` }),
    ],
    ["an unknown kind", (document) => Object.assign(document.entries[0] ?? {}, { kind: "money-given" })],
    ["a kind that every object has", (document) => Object.assign(document.entries[0] ?? {}, { kind: "constructor" })],
    ["a place without end", (document) => Object.assign(document.entries[0] ?? {}, { position: 1e308 })],
    ["a schema of the future", (document) => Object.assign(document.entries[0] ?? {}, { schema: 99 })],
    ["a time that is none", (document) => Object.assign(document.entries[0] ?? {}, { occurredAt: 9e15 })],
    ["nothing in an entry", (document) => Object.assign(document.entries[0] ?? {}, { data: null })],
    ["no identifiers", (document) => (document["identifiers"] = [])],
    [
      "one identifier of two streams",
      (document) => {
        for (const each of document["identifiers"] as { identifier: string }[]) each.identifier = "user:ana"
      },
    ],
    [
      "data of another shape",
      (document) => {
        for (const entry of document.entries) if (entry["kind"] === "traits-set") entry["data"] = {}
      },
    ],
  ])("is refused, and nothing of it is taken in: %s", async ([, edit]) => {
    const text = await changed(edit)
    const { escucha } = aHouse()
    await expect(escucha.customers.import(text)).rejects.toMatchObject({
      _tag: "InputError",
      field: expect.stringMatching(/^document/),
    })
    expect(await escucha.store.size()).toEqual({ customers: 0, streams: 0, entries: 0, jobs: 0 })
  })

  it("is refused where it is no document at all", async () => {
    const { escucha } = aHouse()
    const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`
    for (const text of ["", "{", "[]", "null", '{"__proto__":{}}', deep, `${"[".repeat(200_000)}`])
      await expect(escucha.customers.import(text)).rejects.toMatchObject({ _tag: "InputError" })
  })

  it("is refused without a word of what is in it", async () => {
    const { escucha } = aHouse()
    const failure: unknown = await escucha.customers.import('{"name": ana.maria@example.com}').catch((error) => error)
    expect(inspect(failure, { depth: 9 })).not.toMatch(/ana/)
  })
})
