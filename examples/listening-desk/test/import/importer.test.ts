import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { parseColumns, usualColumns } from "../../src/import/column.ts"
import { ImportError } from "../../src/import/source.ts"
import { aHouse, imported } from "./imported.ts"

const header = "id,at,customer,text"
const rows = (count: number) =>
  Array.from({ length: count }, (_, row) => `m-${row},2026-03-01T10:00:00Z,c-${row % 7},Where is my bag?`)
const table = (...lines: readonly string[]) => [header, ...lines].join("\n")
const ana = "m-1,2026-03-01T10:00:00Z,ana,Thank you!"

describe("an import", () => {
  it("takes in a CSV file with quotes, commas and lines inside of its texts", async () => {
    const { summary, messagesOf } = await imported({
      content: `${header}\r\nm-1,2026-03-01T10:00:00Z,ana,"Hello, ""you"",\r\nwhere is it?"\r\n`,
    })
    expect(summary).toMatchObject({ messages: 1, rejected: 0 })
    expect((await messagesOf("ana"))[0]?.data.text).toBe('Hello, "you",\r\nwhere is it?')
  })

  it("takes in a file with semicolons, as spreadsheets in Spanish write it", async () => {
    const { messagesOf } = await imported({
      content: "id;at;customer;text\nm-1;2026-03-01T10:00:00Z;ana;Hola, ¿dónde está?\n",
    })
    expect((await messagesOf("ana"))[0]?.data.text).toBe("Hola, ¿dónde está?")
  })

  it.each(["utf-16le", "utf-16be"])("takes in a file of %s that begins with its mark", async (encoding) => {
    const bytes = Buffer.from(`\uFEFF${header}\nm-1,0,ana,¿Dónde está?\n`, "utf16le")
    const { summary, messagesOf } = await imported({ content: encoding === "utf-16be" ? bytes.swap16() : bytes })
    expect(summary).toMatchObject({ messages: 1, rejected: 0 })
    expect((await messagesOf("ana"))[0]?.data.text).toBe("¿Dónde está?")
  })

  it("takes in a tab-separated file, whose quotes count only where they open and close a field", async () => {
    const content = [
      "id\tat\tcustomer\ttext",
      'm-1\t2026-03-01\tana\tI said "no"',
      'm-2\t2026-03-01\tana\t"never closed',
      'm-3\t2026-03-01\tana\t"two\nlines"',
    ].join("\n")
    const { summary, messagesOf } = await imported({ name: "messages.tsv", content })
    expect(summary).toMatchObject({ messages: 3, rejected: 0 })
    expect((await messagesOf("ana")).map(({ data }) => data.text)).toEqual([
      'I said "no"',
      '"never closed',
      "two\nlines",
    ])
  })

  it("takes in JSON lines, with ids and times that are numbers", async () => {
    const content = [
      { id: 1, at: 1_772_359_200, customer: 7, text: "One" },
      { id: 2, at: 1_772_359_200_000, customer: 7, text: "Two", tags: ["a"] },
    ]
    const { summary, told, messagesOf } = await imported({
      name: "messages.jsonl",
      content: content.map((row) => JSON.stringify(row)).join("\n"),
    })
    expect(summary).toMatchObject({ messages: 2, rejected: 0, customers: 1 })
    expect((await messagesOf("7")).map(({ occurredAt }) => occurredAt)).toEqual([1_772_359_200_000, 1_772_359_200_000])
    expect((await messagesOf("7"))[1]?.data.metadata).toEqual({ tags: '["a"]' })
    expect(told).toContain('kept as metadata, because no field is read from it: "tags"')
  })

  it.each([
    ['{"id":"m-1","at":0,"customer":"ana","text":"Hi"}'],
    ["id\tat\tcustomer\ttext\nm-1\t0\tana\tHi"],
    [table("m-1,0,ana,Hi")],
  ])("knows what a file without an ending is by how it begins (%#)", async (content) => {
    expect((await imported({ name: "messages", content })).summary).toMatchObject({ messages: 1 })
  })

  it("reads a file that begins with a byte order mark, in UTF-8 and in UTF-16", async () => {
    const content = table(ana)
    expect((await imported({ content: `\uFEFF${content}` })).summary).toMatchObject({ messages: 1 })
    expect((await imported({ content: Buffer.from(`\uFEFF${content}`, "utf16le") })).summary).toMatchObject({
      messages: 1,
    })
  })

  it("reads the columns that the command line names", async () => {
    const columns = parseColumns("id=tweet_id,at=created,customer=author,text=body")
    if ("problem" in columns) throw new TypeError(columns.problem)
    const { summary } = await imported({
      content: "tweet_id,created,author,body\nm-1,0,ana,Hi",
      columns: columns.value,
    })
    expect(summary).toMatchObject({ messages: 1 })
  })

  it("keeps columns that it does not know as metadata, and says so once", async () => {
    const { told, messagesOf } = await imported({
      content: `${header},label,brand,channel\n${ana},negative,Acme,twitter\nm-2,0,eva,Hi,,,`,
    })
    expect((await messagesOf("ana"))[0]?.data).toMatchObject({
      channel: "sandbox",
      metadata: { label: "negative", brand: "Acme", channel: "twitter" },
    })
    expect(told.match(/warning/g)).toHaveLength(1)
    expect(told).toContain('"label"')
  })

  it("understands the names that other systems give to time zones, and keeps the row where it does not", async () => {
    const { summary, told, messagesOf } = await imported({
      content: `${header},timezone,language\n${ana},Quito,es\nm-2,0,ana,Hi,Atlantis,en\nm-3,0,ana,Hi,Atlantis,not a language`,
    })
    const messages = await messagesOf("ana")
    expect(summary).toMatchObject({ messages: 3 })
    expect(messages.at(-1)?.data).toMatchObject({ timezone: "America/Lima", language: "es" })
    expect(messages.map(({ data }) => data.metadata)).toContainEqual({
      language: "not a language",
      timezone: "Atlantis",
    })
    expect(told.match(/"Atlantis"/g)).toHaveLength(1)
  })

  it("lets the first row of a repeated id win, in the file and over runs", async () => {
    const app = aHouse()
    const first = await imported({ app, content: table(ana, "m-1,2026-03-02T10:00:00Z,eva,Something else") })
    expect(first.summary).toMatchObject({
      messages: 1,
      duplicates: 1,
      customers: 1,
      total: { messages: 1, customers: 1 },
    })
    const again = await imported({ app, content: table("m-1,0,eva,Other words", "m-2,0,eva,New") })
    expect(again.summary).toMatchObject({
      messages: 1,
      duplicates: 1,
      customers: 1,
      total: { messages: 2, customers: 2 },
    })
    expect((await again.messagesOf("ana"))[0]?.data.text).toBe("Thank you!")
  })

  it("sends nothing and counts what it did in one object with these fields", async () => {
    const { summary } = await imported({
      content: table(ana, "m-2,0,eva,This is terrible. I hate it.", "m-3,0,leo,I will arrive at nine"),
    })
    expect(summary).toEqual({
      messages: 3,
      duplicates: 0,
      rejected: 0,
      customers: 3,
      readings: { negative: 1, neutral: 1, positive: 1 },
      rulesFired: 0,
      cases: 0,
      unanswered: 3,
      seconds: expect.any(Number),
      messagesPerSecond: expect.any(Number),
      total: { messages: 3, customers: 3 },
    })
    expect(Object.keys(summary ?? {}).join()).toBe(
      "messages,duplicates,rejected,customers,readings,rulesFired,cases,unanswered,seconds,messagesPerSecond,total",
    )
  })

  it("plays the past as many times faster as it is told, with the times that it had", async () => {
    const { summary, messagesOf } = await imported({
      speed: 3_600_000,
      content: table(ana, "m-2,2026-03-01T11:00:00Z,ana,Hello?"),
    })
    expect(summary).toMatchObject({ messages: 2 })
    expect((await messagesOf("ana")).map(({ occurredAt }) => occurredAt)).toEqual([
      Date.parse("2026-03-01T10:00:00Z"),
      Date.parse("2026-03-01T11:00:00Z"),
    ])
  })

  it("stops in order when it is told to, while it waits for the next message", async () => {
    const stop = new AbortController()
    const app = aHouse()
    const running = imported({
      app,
      speed: 1,
      signal: stop.signal,
      content: table(ana, "m-2,2026-03-01T11:00:00Z,ana,Hello?"),
    })
    while ((await app.store.head()) === 0)
      await new Promise((resolve) => {
        setTimeout(resolve, 5)
      })
    stop.abort()
    expect((await running).summary).toBeUndefined()
    const { items } = await app.customers.timeline("sandbox:ana")
    expect(items.filter(({ kind }) => kind === "message-received")).toHaveLength(1)
  })
})

describe("bad input to an import", () => {
  it.each([
    ["too few fields", "m-0,0,ana", "line 2 was left out: line: give 4 fields"],
    ["too many fields", "m-0,0,ana,Hi,there", "line 2 was left out: line: give 4 fields"],
    ["a quote that never closes", 'm-0,0,ana,"Hi', "line 2 was left out: line: close the quote"],
    ["words after a closing quote", 'm-0,0,ana,"Hi" there', "line 2 was left out: line: close the quote"],
    [
      "a quote in the middle of a field",
      'm-0,0,ana,5" wide',
      "line 2 was left out: line: put a field that holds quotes into quotes",
    ],
    ["no id", ",0,ana,Hi", "line 2 was left out: id: is empty"],
    ["no customer", "m-0,0, ,Hi", "line 2 was left out: customer: is empty"],
    ["no text", "m-0,0,ana,", "line 2 was left out: text: is empty"],
    ["no time", "m-0,,ana,Hi", "line 2 was left out: at: is empty"],
    ["a time that is none", "m-0,yesterday,ana,Hi", "line 2 was left out: at: write a time as"],
    ["a day that is none", "m-0,2026-02-30,ana,Hi", "line 2 was left out: at: write a time as"],
    [
      "a text of more than 64 kB",
      `m-0,0,ana,${"é".repeat(32_769)}`,
      "line 2 was left out: text: shorten it to 65536 bytes",
    ],
    ["a line of more than 1 MB", `m-0,0,ana,${"x".repeat(1_048_577)}`, "line 2 was left out: line: shorten the line"],
    ["an id of a thousand characters", `${"x".repeat(1_000)},0,ana,Hi`, "line 2 was left out: id: shorten it"],
  ])("names the line, the field and the remedy, and goes on: %s", async (_, line, said) => {
    const { summary, told } = await imported({ content: table(line, ...rows(3)) })
    expect(told).toContain(said)
    expect(summary).toMatchObject({ messages: 3, rejected: 1 })
  })

  it.each([
    ["no JSON", "{oops"],
    ["no object", "[1,2]"],
    ["no text", '{"id":"m-0","at":0,"customer":"ana"}'],
  ])("goes on after a line with %s", async (_, line) => {
    const { summary } = await imported({
      name: "messages.jsonl",
      content: `${line}\n\n{"id":"m-1","at":0,"customer":"ana","text":"Hi"}\n`,
    })
    expect(summary).toMatchObject({ messages: 1, rejected: 1 })
  })

  it("tells the first twenty lines that were left out and counts the rest", async () => {
    const { summary, told } = await imported({
      content: table(...Array.from({ length: 50 }, () => "broken"), ...rows(1)),
    })
    expect(summary).toMatchObject({ messages: 1, rejected: 50 })
    expect(told.match(/was left out/g)).toHaveLength(20)
    expect(told).toContain("30 more lines were left out")
  })

  it("never repeats what a customer wrote", async () => {
    const { told } = await imported({
      content: table("secret-id,secret-time,secret-name,secret-text", 'm-1,0,"secret" name,Hi'),
    })
    expect(told).not.toContain("secret")
  })

  it("says that a file is not UTF-8", async () => {
    const { summary, told } = await imported({
      content: Buffer.concat([Buffer.from(`${header}\nm-1,0,ana,Adi`), Buffer.from([0xf3]), Buffer.from("s\n")]),
    })
    expect(summary).toMatchObject({ messages: 1 })
    expect(told).toContain("not UTF-8")
  })

  it("does not begin without a column that it needs, and names it", async () => {
    const begun = imported({ content: "id,created,customer,text\nm-1,0,ana,Hi" })
    await expect(begun).rejects.toThrow(ImportError)
    await expect(begun).rejects.toThrow(
      'the column "at" is missing; add it, or say which one it is with --columns "at=COLUMN"',
    )
  })

  it("says which columns there are when one is missing", async () => {
    await expect(imported({ content: "ID,At,customer,text\nm-1,0,ana,Hi" })).rejects.toThrow(
      'The first line names "ID", "At", "customer", "text"',
    )
  })

  it("does not begin when a column that it reads is there twice", async () => {
    await expect(imported({ content: `${header},text\n${ana},Other words` })).rejects.toThrow('"text" twice')
  })

  it.each([
    ["a compressed file", gzipSync(table(ana)), "gunzip"],
    ["a spreadsheet", Buffer.from("PK\u0003\u0004sheet"), "save the sheet as CSV"],
    ["UTF-16 without its mark", Buffer.from(table(ana), "utf16le"), "save it as UTF-8"],
    ["lines that end with CR alone", table(ana).replaceAll("\n", "\r"), "lines must end with LF or CRLF"],
  ])("does not begin with %s, and says what to do", async (_, content, said) => {
    await expect(imported({ content })).rejects.toThrow(said)
  })

  it("refuses an array of JSON line by line, and takes what stands whole on a line", async () => {
    const { summary, told } = await imported({
      name: "messages.json",
      content: '[\n{"id":"m-1","at":0,"customer":"ana","text":"Hi"}\n]\n',
    })
    expect(summary).toMatchObject({ messages: 1, rejected: 2 })
    expect(told).toContain("line 1 was left out: line: write one JSON object on each line")
  })

  it("does not begin with an empty file", async () => {
    await expect(imported({ content: "" })).rejects.toThrow("the first line must name the columns")
  })

  it("keeps columns with names of the language itself apart from everything else", async () => {
    const { summary, messagesOf } = await imported({ content: `${header},__proto__,constructor\n${ana},x,y` })
    expect(summary).toMatchObject({ messages: 1 })
    expect(Object.keys((await messagesOf("ana"))[0]?.data.metadata ?? {})).toEqual(["__proto__", "constructor"])
  })
})

describe("a mapping of columns", () => {
  it.each(["id", "id=", "nobody=x", "id=x,at=x"])("is refused when it is %s", (text) => {
    expect(parseColumns(text)).toHaveProperty("problem")
  })

  it("keeps the usual names of what it does not mention", () => {
    expect(parseColumns("text=body")).toEqual({ value: { ...usualColumns, text: "body" } })
  })
})
