import type {
  CustomerId,
  CustomerView,
  Delivery,
  DeskEvent,
  EntryId,
  InboxItem,
  MoodLevel,
  Pulse,
  StreamId,
  ThreadItem,
  Waiting,
} from "@escucha/core"
import conversations from "../src/sample/conversations.json" with { type: "json" }
import orders from "../src/sample/orders.json" with { type: "json" }
import { readingOf, scoreOf } from "./fake-reading.ts"

const minute = 60_000
const promise = 15 * minute

interface Person {
  readonly id: CustomerId
  readonly key: string
  readonly name: string
  readonly language: string
  readonly streams: Map<string, StreamId>
  /** Oldest first. */
  readonly thread: ThreadItem[]
  cases: CustomerView["cases"]
  owner: string | null
  closed: boolean
}

/** What a test or a page can do with the house behind the fake desk. */
export interface FakeHouse {
  readonly inbox: (query: {
    readonly only: string
    readonly mood: string | null
    readonly owner: string | null
  }) => readonly InboxItem[]
  readonly customer: (id: string) => CustomerView | null
  readonly thread: (id: string) => readonly ThreadItem[]
  readonly pulse: (hours: number) => Pulse
  readonly search: (
    words: string,
  ) => readonly { readonly customer: CustomerId; readonly name: string; readonly text: string; readonly at: number }[]
  readonly reply: (
    id: string,
    reply: { readonly id: string; readonly text: string; readonly stream?: string },
    author: string,
  ) => Delivery | null
  readonly assign: (id: string, open: string | null, owner: string, by: string) => boolean
  readonly close: (id: string, open: string | null, reason: string, by: string) => boolean
  /** A customer writes; an unknown key is a new visitor. */
  readonly receive: (key: string, text: string, channel?: string) => void
  readonly watch: (listener: (event: DeskEvent) => void) => () => void
}

const levelOf = (score: number): MoodLevel =>
  score < -0.45 ? "upset" : score < -0.12 ? "uneasy" : score > 0.35 ? "pleased" : "calm"

const newest = (thread: readonly ThreadItem[]): readonly ThreadItem[] => thread.toReversed()

const moodOf = (thread: readonly ThreadItem[]): CustomerView["mood"] => {
  const history: { at: number; score: number }[] = []
  const because: EntryId[] = []
  for (const item of thread) {
    if (item.type !== "received") continue
    const before = history.at(-1)?.score ?? 0
    history.push({ at: item.at, score: before * 0.4 + scoreOf(item.text) * 0.75 })
    because.push(item.id)
  }
  const score = history.at(-1)?.score ?? 0
  return {
    level: levelOf(score),
    confidence: Math.min(0.96, 0.55 + Math.abs(score) * 0.4),
    since: history.at(-1)?.at ?? null,
    because: because.slice(-2),
    history,
  }
}

const waitingOf = ({ thread, closed }: Person): Waiting | null => {
  if (closed) return null
  const lines = newest(thread).filter((item) => item.type !== "event")
  const answered = lines.findIndex((item) => item.type === "written")
  const open = answered < 0 ? lines : lines.slice(0, answered)
  const last = lines[0]
  const first = open.at(-1)
  if (last?.type !== "received" || first === undefined) return null
  return { since: first.at, due: first.at + promise }
}

const weight: { readonly [level in MoodLevel]: number } = { upset: 3, uneasy: 2, calm: 1, pleased: 0 }

/** A house that holds the sample conversations, for pages and tests that run without the real one. It reads feelings by a few words. */
export const createFakeHouse = (now: () => number = Date.now): FakeHouse => {
  const start = now()
  const people = new Map<string, Person>()
  const listeners = new Set<(event: DeskEvent) => void>()
  const done = new Set<string>()
  let made = 0
  const entryId = (): EntryId => `i_${(++made).toString(36).padStart(6, "0")}#0`
  const streamOf = (person: Person, channel: string): StreamId => {
    const found =
      person.streams.get(channel) ??
      (person.streams.size === 0 ? person.id : (`${person.id}x${person.streams.size}` as StreamId)) // an id of ours plus letters
    person.streams.set(channel, found)
    return found
  }
  const personOf = (key: string, name: string, language: string): Person => {
    const found = people.get(key) ?? {
      id: `s_${(1_000_000 + people.size * 7919).toString(36)}` as CustomerId, // made of letters and digits behind the prefix
      key,
      name,
      language,
      streams: new Map<string, StreamId>(),
      thread: [],
      cases: [],
      owner: null,
      closed: false,
    }
    people.set(key, found)
    return found
  }
  const byId = (id: string): Person | undefined => [...people.values()].find((person) => person.id === id)
  const tell = (person: Person, item: ThreadItem, kind: string) => {
    person.thread.push(item)
    for (const listener of listeners) listener({ customer: person.id, entry: item.id, kind, at: item.at })
  }
  const event = (person: Person, kind: string, data: { readonly [field: string]: unknown }, at = now()) =>
    tell(person, { type: "event", id: entryId(), at, kind, data }, kind)
  const received = (person: Person, channel: string, text: string, at: number) => {
    person.closed = false
    tell(
      person,
      {
        type: "received",
        id: entryId(),
        stream: streamOf(person, channel),
        channel,
        at,
        text,
        reading: readingOf(text),
      },
      "message-received",
    )
  }
  const written = (person: Person, channel: string, text: string, author: string, at: number, delivery: Delivery) =>
    tell(
      person,
      { type: "written", id: entryId(), stream: streamOf(person, channel), channel, at, text, author, delivery },
      "message-written",
    )

  for (const line of conversations) {
    const person = personOf(line.customer, line.name, line.language)
    const at = start - line.minutesAgo * minute
    if (line.from === "customer") received(person, line.channel, line.text, at)
    else
      written(person, [...person.streams.keys()].at(-1) ?? line.channel, line.text, line.author ?? "Ana", at, {
        status: line.minutesAgo % 3 === 0 ? "delivered" : "read",
      })
    const mood = moodOf(person.thread)
    if (line.from !== "customer" || mood.level !== "upset" || person.cases.length > 0) continue
    const due = at + 4 * 60 * minute
    person.cases = [
      { id: `case-${line.customer}`, kind: "call back", owner: "Retention", because: "upset", openedAt: at, due },
    ]
    event(person, "mood-changed", { from: "uneasy", to: "upset", confidence: mood.confidence }, at + 1)
    event(person, "rule-fired", { rule: "a person calls whoever is upset" }, at + 2)
    event(
      person,
      "case-opened",
      { case: `case-${line.customer}`, kind: "call back", owner: "Retention", because: "upset", due },
      at + 3,
    )
  }
  for (const { customer, minutesAgo, order, what, total } of orders) {
    const person = people.get(customer)
    if (person !== undefined)
      event(
        person,
        "event-tracked",
        { event: "order-placed", properties: { order, what, total } },
        start - minutesAgo * minute,
      )
  }
  for (const person of people.values()) person.thread.sort((one, two) => one.at - two.at)

  const itemOf = (person: Person): InboxItem => {
    const { level, confidence } = moodOf(person.thread)
    const last = newest(person.thread).find((item) => item.type !== "event")
    return {
      customer: person.id,
      name: person.name,
      language: person.language,
      mood: level,
      confidence,
      channel: last?.channel ?? "sandbox",
      preview: last?.text.slice(0, 160) ?? "",
      from: last?.type === "written" ? "team" : "customer",
      at: last?.at ?? start,
      waiting: waitingOf(person),
      owner: person.owner,
      cases: person.cases.length,
    }
  }
  const need = (item: InboxItem): number =>
    item.waiting === null
      ? item.at / 1e15
      : 10 + weight[item.mood] * 2 + Math.min(4, (now() - item.waiting.since) / promise)

  return {
    inbox: ({ only, mood, owner }) =>
      [...people.values()]
        .map(itemOf)
        .filter(
          (item) =>
            (only !== "waiting" || item.waiting !== null) &&
            (mood === null || item.mood === mood) &&
            (owner === null || item.owner === owner),
        )
        .sort((one, two) => need(two) - need(one)),
    customer: (id) => {
      const person = byId(id)
      if (person === undefined) return null
      const thread = newest(person.thread)
      return {
        id: person.id,
        name: person.name,
        language: person.language,
        zone: person.language === "es" ? "Europe/Madrid" : "Europe/London",
        traits: {
          plan: person.thread.length > 6 ? "pro" : "free",
          city: person.language === "es" ? "Valencia" : "Bristol",
        },
        mood: moodOf(person.thread),
        known: [
          ...[...person.streams].map(([channel, stream]) => ({
            stream,
            scheme: channel,
            value: `${person.key.slice(0, 3)}···${person.key.slice(-2)}`,
            channel,
            waiting: null,
          })),
          { stream: person.id, scheme: "user", value: person.key, channel: null, waiting: null },
        ],
        optedOut: false,
        cases: person.cases,
        owner: person.owner,
        waiting: waitingOf(person),
        thread: { items: thread.slice(0, 50), ...(thread.length > 50 ? { next: "50" } : {}) },
      }
    },
    thread: (id) => newest(byId(id)?.thread ?? []),
    pulse: (hours) => {
      const bar = hours > 72 ? 24 * 60 * minute : 60 * minute
      const bars = Math.ceil((hours * 60 * minute) / bar)
      const to = Math.ceil(now() / bar) * bar
      const lines = [...people.values()].flatMap((person) => person.thread)
      const points = Array.from({ length: bars }, (_, place) => {
        const at = to - (bars - place) * bar
        const heard = lines.flatMap((item) =>
          item.type === "received" && item.at >= at && item.at < at + bar ? [item.reading?.label] : [],
        )
        const busy = Math.max(0, Math.sin(((new Date(at).getHours() - 7) / 15) * Math.PI)) * (hours > 72 ? 9 : 1)
        const amount = (label: string, usual: number) =>
          heard.filter((each) => each === label).length + Math.round(busy * usual * (1.1 + Math.sin(place * 1.7)))
        return {
          at,
          negative: amount("negative", 2.4),
          neutral: amount("neutral", 5),
          positive: amount("positive", 3),
          waiting: Math.round(2 + busy * 3 + 2 * Math.sin(place / 4)),
        }
      })
      const waiting = [...people.values()].map(waitingOf).filter((each) => each !== null)
      return {
        from: to - hours * 60 * minute,
        to,
        bar: hours > 72 ? "day" : "hour",
        points,
        waiting: {
          now: waiting.length,
          oldestSince: waiting.length === 0 ? null : Math.min(...waiting.map(({ since }) => since)),
        },
        firstAnswer: {
          median: 560,
          answers: lines.filter((item) => item.type === "written").length,
          medianBefore: 742,
        },
        nps: { value: 34, low: 27, high: 41, answers: 412 },
        openCases: [...people.values()].reduce((sum, person) => sum + person.cases.length, 0),
      }
    },
    search: (words) =>
      [...people.values()]
        .flatMap((person) => {
          const wanted = words.toLowerCase()
          const found = newest(person.thread).find(
            (item) => item.type !== "event" && item.text.toLowerCase().includes(wanted),
          )
          const last =
            found ??
            (person.name.toLowerCase().includes(wanted)
              ? newest(person.thread).find((item) => item.type !== "event")
              : undefined)
          return last === undefined || last.type === "event"
            ? []
            : [{ customer: person.id, name: person.name, text: last.text, at: last.at }]
        })
        .slice(0, 12),
    reply: (id, reply, author) => {
      const person = byId(id)
      if (person === undefined) return null
      if (done.has(reply.id)) return { status: "sent" }
      done.add(reply.id)
      const channel = [...person.streams].find(([, stream]) => stream === reply.stream)?.[0] ?? "sandbox"
      written(person, channel, reply.text, author, now(), { status: "sent" })
      return { status: "sent" }
    },
    assign: (id, open, owner, by) => {
      const person = byId(id)
      if (person === undefined) return false
      if (open === null) person.owner = owner
      else person.cases = person.cases.map((each) => (each.id === open ? { ...each, owner } : each))
      event(person, open === null ? "conversation-assigned" : "case-assigned", { owner, by })
      return true
    },
    close: (id, open, reason, by) => {
      const person = byId(id)
      if (person === undefined) return false
      if (open === null) person.closed = true
      else person.cases = person.cases.filter((each) => each.id !== open)
      event(person, open === null ? "conversation-closed" : "case-closed", { reason, by })
      return true
    },
    receive: (key, text, channel = "chat") =>
      received(personOf(key, people.get(key)?.name ?? `Visitor ${key.slice(0, 3)}`, "es"), channel, text, now()),
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
