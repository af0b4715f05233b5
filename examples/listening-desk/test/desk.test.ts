import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { CustomerId, EntryId, InboxItem, Known, StreamId, ThreadItem } from "@escucha/core"
import { pathThrough, pointsOf } from "../src/desk/card/mood-curve.ts"
import { remaining } from "../src/desk/clock/remaining.ts"
import { renewThread } from "../src/desk/data/customer-page.ts"
import { createDeskClient, signIn, type DeskClient } from "../src/desk/data/desk-client.ts"
import { errorOf } from "../src/desk/data/desk-error.ts"
import { keep } from "../src/desk/data/desk-data.ts"
import { createInboxList, joinPages } from "../src/desk/data/inbox-list.ts"
import { pause } from "../src/desk/data/live.ts"
import { createReplies } from "../src/desk/data/replies.ts"
import { createResource } from "../src/desk/data/resource.ts"
import { readEvents, type ServerEvent } from "../src/desk/data/server-events.ts"
import { parseSession } from "../src/desk/data/session.ts"
import { en } from "../src/desk/i18n/en.ts"
import { es } from "../src/desk/i18n/es.ts"
import { createFormat } from "../src/desk/i18n/format.ts"
import { speechOf } from "../src/desk/i18n/words.tsx"
import { commandsOf, matching } from "../src/desk/palette/commands.ts"
import { parsePreferences } from "../src/desk/preferences.ts"
import { comparison } from "../src/desk/pulse/figures.tsx"
import { formatRoute, home, moods, parseRoute, spans, type Route } from "../src/desk/route.ts"
import { daysOf } from "../src/desk/thread/days.ts"
import { deliveryWords } from "../src/desk/thread/delivery-mark.tsx"
import { piecesOf } from "../src/desk/thread/marks.ts"
import { phraseOf, type EventItem } from "../src/desk/thread/phrase.ts"
import { waysOut } from "../src/desk/thread/way-out.ts"
import { startFakeDesk, type FakeDesk } from "./fake-desk.ts"

const minute = 60_000
const stream: StreamId = "s_1"
const entry = (place: number): EntryId => `i_${place}#0`
const anEvent = (kind: string, data: EventItem["data"] = {}): EventItem => ({
  type: "event",
  id: entry(1),
  at: 0,
  kind,
  data,
})
const aLine = (place: number, at = 100 - place): ThreadItem => ({
  type: "received",
  id: entry(place),
  stream,
  channel: "chat",
  at,
  text: "hola",
})
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ")

describe("the clock of a promise", () => {
  it("runs down, is soon in its last third, and then says how late we are", () => {
    expect(remaining(0, 15 * minute, 0)).toEqual({ state: "ample", left: 15 * minute, share: 1 })
    expect(remaining(0, 15 * minute, 12 * minute)).toMatchObject({ state: "soon", left: 3 * minute })
    expect(remaining(0, 15 * minute, 19 * minute)).toEqual({ state: "late", over: 4 * minute })
  })
  it("always has a share between 0 and 1", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (since, due, now) => {
        const promise = remaining(since, due, now)
        expect(promise.state === "late" ? promise.over > 0 : promise.share >= 0 && promise.share <= 1).toBe(true)
      }),
    )
  })
})

describe("figures and instants", () => {
  it("are written with at most two units in both languages", () => {
    const [spanish, english] = [createFormat("es"), createFormat("en")]
    expect([40_000, 4 * minute, 65 * minute, 60 * 60 * minute].map((span) => plain(english.duration(span)))).toEqual([
      "40 sec",
      "4 min",
      "1 h 5 min",
      "2 d",
    ])
    expect(plain(spanish.duration(65 * minute))).toBe("1 h 5 min")
    expect(english.countdown(65_000)).toBe("1:05")
    expect(plain(spanish.percent(0.91))).toBe("91 %")
  })
  it("say nothing of a zone or a language that does not exist", () => {
    const format = createFormat("en")
    expect(format.timeIn("Mars/Olympus", 0)).toBeNull()
    expect(format.languageName("not a tag")).toBeNull()
    expect(format.languageName("es")).toBe("Spanish")
  })
  it("call a difference that the estimate cannot see 'the same'", () => {
    const figure = (median: number | null, medianBefore: number | null) =>
      comparison({ median, medianBefore, answers: 9 }, speechOf("en"))
    expect(figure(105, 100)).toBe(en.pulse.same)
    expect(plain(figure(60, 180) ?? "")).toBe("2 min faster than before")
    expect(figure(60, null)).toBeNull()
  })
})

describe("the address", () => {
  const aRoute: fc.Arbitrary<Route> = fc.record({
    customer: fc.option(fc.stringMatching(/^s_[a-z0-9]{1,20}$/).map((id) => id as CustomerId)), // the pattern is that of a customer's id
    list: fc.constantFrom("waiting", "all", "mine"),
    mood: fc.option(fc.constantFrom(...moods)),
    panel: fc.constantFrom("thread", "card"),
    hours: fc.constantFrom(...spans),
    marked: fc.boolean(),
    overlay: fc.option(
      fc.oneof(
        fc.constantFrom({ kind: "search" } as const, { kind: "help" } as const),
        fc.record({ kind: fc.constantFrom("assign", "close"), case: fc.option(fc.string({ minLength: 1 })) }),
      ),
    ),
  })
  it("holds every state of the page", () => {
    fc.assert(
      fc.property(aRoute, (route) => {
        expect(parseRoute(formatRoute(route))).toEqual(route)
      }),
    )
  })
  it("falls back to the desk as it opens, whatever it says", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseRoute(text)).not.toThrow()
      }),
    )
    expect(parseRoute("?customer=../x&list=none&mood=angry&hours=1&open=door")).toEqual(home)
  })
})

describe("the stream of events", () => {
  const readAll = (chunks: readonly string[]): readonly ServerEvent[] => {
    let rest = ""
    return chunks.flatMap((chunk) => {
      const read = readEvents(rest, chunk)
      rest = read.rest
      return read.events
    })
  }
  it("reads the same events wherever the network cuts the text", () => {
    const anId = fc.stringMatching(/^[0-9]{1,6}$/)
    const someEvents = fc.array(fc.record({ id: fc.option(anId), data: fc.stringMatching(/^[^\r\n]{1,20}$/) }))
    fc.assert(
      fc.property(
        someEvents,
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.nat({ max: 400 })),
        (events, end, cuts) => {
          const text = events
            .map(({ id, data }) => `${id === null ? "" : `id: ${id}${end}`}data: ${data}${end}: a comment${end}${end}`)
            .join("")
          const places = [0, ...cuts.filter((cut) => cut < text.length).sort((one, two) => one - two), text.length]
          const chunks = places.slice(1).map((place, before) => text.slice(places[before], place))
          expect(readAll([...chunks, ": end\n"])).toEqual(events)
        },
      ),
    )
  })
  it("joins the lines of one event and keeps an unfinished one for later", () => {
    expect(readEvents("", "data: one\ndata: two\n\ndata: th")).toEqual({
      events: [{ id: null, data: "one\ntwo" }],
      rest: "data: th",
    })
  })
  it("waits longer after each failure, never more than half a minute", () => {
    expect(pause(0, 1)).toBe(500)
    expect(pause(3, 1)).toBeGreaterThan(pause(2, 1))
    expect(pause(40, 1)).toBe(30_000)
  })
})

describe("a thread", () => {
  it("keeps what was already read when newer lines come", () => {
    const held = { items: [aLine(2), aLine(3), aLine(4)], next: "older" }
    const renewed = renewThread({ items: [aLine(1), aLine(2), aLine(3)], next: "3" }, held)
    expect(renewed.items.map(({ id }) => id)).toEqual([1, 2, 3, 4].map(entry))
    expect(renewed.next).toBe("older")
  })
  it("starts over when the new lines do not meet those that were read", () => {
    const renewed = renewThread({ items: [aLine(8)], next: "8" }, { items: [aLine(2)], next: "older" })
    expect(renewed).toEqual({ items: [aLine(8)], next: "8" })
  })
  it("is grouped by the reader's days, oldest first, and loses no line", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 * 24 * 60 * minute })), (instants) => {
        const lines = instants.sort((one, two) => two - one).map((at, place) => aLine(place, at))
        const days = daysOf(lines)
        expect(days.flatMap(({ items }) => items)).toEqual(lines.toReversed())
        expect(new Set(days.map(({ day }) => day)).size).toBe(days.length)
      }),
    )
  })
  it("marks the words that say so and never changes the text, whatever the spans are", () => {
    const someSpans = fc.array(fc.record({ start: fc.nat({ max: 40 }), end: fc.nat({ max: 40 }) }))
    fc.assert(
      fc.property(fc.string(), someSpans, (text, spansOf) => {
        expect(
          piecesOf(text, spansOf)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text)
      }),
    )
    expect(piecesOf("nadie contesta", [{ start: 0, end: 5 }])).toEqual([
      { start: 0, text: "nadie", marked: true },
      { start: 5, text: " contesta", marked: false },
    ])
  })
  it("answers where the customer wrote last", () => {
    const known = (name: StreamId, channel: string | null): Known => ({
      stream: name,
      scheme: "x",
      value: "x",
      channel,
      waiting: null,
    })
    const ways = waysOut([known("s_2", "email"), known("s_9", null), known("s_1", "chat")], [aLine(1)])
    expect(ways.map(({ channel }) => channel)).toEqual(["chat", "email"])
  })
})

describe("a quiet line", () => {
  const kinds = [
    "rule-fired",
    "case-opened",
    "case-assigned",
    "case-closed",
    "conversation-assigned",
    "conversation-closed",
    "survey-asked",
    "survey-answered",
    "mood-changed",
    "opted-out",
    "opted-in",
    "answer-overdue",
    "team-notified",
    "identities-linked",
    "identities-unlinked",
    "traits-set",
    "event-tracked",
  ]
  it.each(kinds)("has words for %s in both languages", (kind) => {
    const texts = [speechOf("es"), speechOf("en")].map(
      (speech) => phraseOf(anEvent(kind, { event: "order-placed" }), speech, 0).text,
    )
    expect(texts.every((text) => text !== "" && !text.includes(kind))).toBe(true)
    expect(texts[0]).not.toBe(texts[1])
  })
  it("tells who has the case, why and until when", () => {
    const data = {
      case: "c",
      kind: "call back",
      owner: "Retention",
      because: "upset",
      due: new Date(2026, 2, 1, 16, 38).getTime(),
    }
    const phrase = phraseOf(anEvent("case-opened", data), speechOf("en"), new Date(2026, 2, 1, 12).getTime())
    expect(phrase).toEqual({ text: "Case “call back” opened for Retention", detail: "upset · due 16:38" })
  })
  it("shows a kind that it does not know by its name, and never throws on its data", () => {
    expect(phraseOf(anEvent("parcel-lost"), speechOf("es"), 0)).toEqual({ text: "parcel lost", detail: null })
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds, "constructor", "__proto__"),
        fc.dictionary(fc.string(), fc.anything()),
        (kind, data) => {
          expect(() => phraseOf(anEvent(kind, data), speechOf("en"), 0)).not.toThrow()
        },
      ),
    )
  })
  it("says why a message was held back", () => {
    expect(deliveryWords({ status: "withheld", because: "opted-out" }, speechOf("es"), 0)).toBe(
      es.delivery.withheld(es.withheld["opted-out"]),
    )
  })
})

describe("the inbox", () => {
  const anItem = (customer: CustomerId): InboxItem => ({
    customer,
    name: "Ana",
    channel: "chat",
    preview: "",
    from: "customer",
    at: 0,
    mood: "calm",
    confidence: 1,
    waiting: null,
    owner: null,
    cases: 0,
  })
  it("shows a customer once who moved between two pages", () => {
    expect(
      joinPages([anItem("s_1"), anItem("s_2")], [anItem("s_2"), anItem("s_3")]).map(({ customer }) => customer),
    ).toEqual(["s_1", "s_2", "s_3"])
  })
  it("draws a mood inside its frame", () => {
    const history = fc.array(fc.record({ at: fc.nat(), score: fc.double({ noNaN: true }) }))
    fc.assert(
      fc.property(history, (scores) => {
        const points = pointsOf(scores, 280, 56)
        expect(points.every(({ x, y }) => x >= 0 && x <= 280 && y >= 0 && y <= 56)).toBe(true)
        expect(pathThrough(points)).not.toContain("NaN")
      }),
    )
  })
  it("finds a command without its accents", () => {
    const commands = commandsOf(es, home, { theme: "light", language: "es", singleKeys: true })
    expect(matching(commands, "pagina").length + matching(commands, "AYUDA").length).toBeGreaterThan(0)
    expect(matching(commands, "nothing like this")).toEqual([])
  })
})

describe("what a browser kept", () => {
  it("is believed only where it is ours", () => {
    const fallback = { theme: "system", language: "es", singleKeys: true } as const
    expect(parsePreferences('{"theme":"dark","language":"xx"}', fallback)).toEqual({ ...fallback, theme: "dark" })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parsePreferences(text, fallback)).not.toThrow()
      }),
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseSession(text, 0)).toBeNull()
      }),
    )
  })
  it("is forgotten from the oldest", () => {
    let made = 0
    const get = keep(
      2,
      (key: string) => `${key}${++made}`,
      (key) => key,
    )
    expect([get("a"), get("b"), get("a"), get("c"), get("a"), get("b")]).toEqual(["a1", "b2", "a1", "c3", "a1", "b4"])
  })
})

describe("a value from the desk", () => {
  it("stays visible when it cannot be read again", async () => {
    let works = true
    const resource = createResource(async () => {
      if (!works) throw errorOf(503, null)
      return "data"
    })
    await resource.refresh()
    works = false
    await resource.refresh()
    expect(resource.snapshot()).toMatchObject({
      state: "ready",
      data: "data",
      stale: { reason: "busy", retryable: true },
    })
  })
  it("is read once more when it was asked for during a reading", async () => {
    let reads = 0
    const resource = createResource(async () => ++reads)
    await Promise.all([resource.refresh(), resource.refresh(), resource.refresh()])
    expect(reads).toBe(2)
  })
})

describe("the desk's client, over a server", () => {
  let desk: FakeDesk
  let client: DeskClient
  let expired = 0
  const realFetch = globalThis.fetch
  beforeAll(async () => {
    desk = await startFakeDesk()
    globalThis.fetch = (path, options) => realFetch(new URL(String(path), desk.url), options) // a page knows its own origin; Node does not
    client = createDeskClient((await signIn(desk.token)).session, () => expired++)
  })
  afterAll(async () => {
    globalThis.fetch = realFetch
    await desk.close()
  })
  it("refuses a wrong token with a reason", async () => {
    await expect(signIn("wrong")).rejects.toMatchObject({ _tag: "DeskError", reason: "unauthorized", retryable: false })
  })
  it("lists who waits, and adds a page on demand", async () => {
    const first = await client.inbox({ list: "all", mood: null }, { limit: 10 })
    const second = await client.inbox({ list: "all", mood: null }, { limit: 50, after: first.next ?? "" })
    expect(joinPages(first.items, second.items)).toHaveLength(25)
    const list = createInboxList(client, { list: "waiting", mood: "upset" })
    await list.refresh()
    const inbox = list.snapshot()
    expect(
      inbox.state === "ready" && inbox.data.items.every(({ mood, waiting }) => mood === "upset" && waiting !== null),
    ).toBe(true)
  })
  it("keeps a reply that failed, and a retry is the same reply", async () => {
    const [item] = (await client.inbox({ list: "waiting", mood: null }, { limit: 1 })).items
    const customer = item?.customer ?? "s_"
    const committed: string[] = []
    const replies = createReplies(client, async (id) => {
      committed.push(id)
    })
    const settled = (check: () => boolean) =>
      new Promise<void>((resolve) => {
        const stop = replies.subscribe(() => {
          if (check()) stop()
          if (check()) resolve()
        })
      })
    desk.fail(500)
    const failed = settled(() => replies.pending()[0]?.state !== "sending")
    replies.send({ customer, text: "We are on it.", stream: null })
    await failed
    expect(replies.pending()).toMatchObject([{ text: "We are on it.", state: { reason: "failed", retryable: true } }])
    desk.fail(null)
    const gone = settled(() => replies.pending().length === 0)
    replies.retry(replies.pending()[0]?.id ?? "")
    await gone
    expect(committed).toEqual([customer])
    const { items } = (await client.customer(customer)).thread
    expect(items.filter((line) => line.type === "written" && line.text === "We are on it.")).toHaveLength(1)
  })
  it("tells of a session that has ended", async () => {
    desk.fail(401)
    await expect(client.pulse(48)).rejects.toMatchObject({ reason: "unauthorized" })
    expect(expired).toBe(1)
    desk.fail(null)
  })
})
