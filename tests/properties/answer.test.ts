import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { memoryStore } from "../../packages/core/src/runtime/store-memory.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { live, steps } from "../support/history.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"

const runs = 500
const promise = 90 * 60_000

const options = {
  contact: { quietHours: ["21:00", "09:00"], zone: "Europe/Madrid", answerWithin: "90 minutes" },
  surveys: [
    defineSurvey("visit", (s) =>
      s
        .ask("score", nps("How was it?"))
        .ask("why", openText("Why?"), { when: (a) => a.score.lessThan(9) })
        .thank("Thanks."),
    ),
  ],
  rules: [
    { name: "heard", on: "message-received", do: (_, act) => act.reply("We heard you.", { acknowledgement: true }) },
    {
      name: "sorry",
      on: "message-received",
      when: (m) => m.feeling.is("negative"),
      do: (_, act) => act.reply("Sorry. We look into it."),
    },
  ],
} satisfies AnyOptions

const faults = fc.array(
  fc.constantFrom<Fault>(
    { kind: "none" },
    { kind: "answer-lost" },
    { kind: "fail", reason: "unavailable", retryable: true },
    { kind: "fail", reason: "rejected", retryable: false },
  ),
  { maxLength: 16 },
)
const { write, reply, send, survey, close, assign, link, unlink, opt, wait } = steps
const history = fc.array(
  fc.oneof(write, write, write, reply, reply, send, survey, close, assign, assign, link, unlink, opt, wait, wait),
  {
    minLength: 6,
    maxLength: 32,
  },
)

const seen = { messages: 0, answered: 0, closed: 0, waiting: 0, owned: 0, overdue: 0, acknowledged: 0, surveys: 0 }
afterAll(() => console.log(JSON.stringify({ law: "answered, listed or closed", runs, ...seen })))

/** A message that somebody owes an answer to. */
interface Debt {
  readonly entry: string
  readonly since: number
}

/** What a judge knows of one conversation. */
interface Talk {
  debts: Debt[]
  /** Answers under way, each with the debts that it pays when it has left. */
  readonly answers: Map<string, ReadonlySet<string>>
  owner: string | null
  isOverdue: boolean
}

const newTalk = (): Talk => ({ debts: [], answers: new Map(), owner: null, isOverdue: false })

const isAutomatic = (author: string) => author.startsWith("survey:") || author === "opt-out" || author === "app"

/** The debts of every conversation, by the feed alone: a message is paid for when an answer that was written after it has left. */
const debtsIn = async (house: TestHouse) => {
  const talks = new Map<string, Talk>()
  const entries: AnyEntry[] = []
  for await (const { entry } of house.escucha.store.feed(0)) entries.push(entry as AnyEntry) // the house writes no other kinds
  const isWish = (input: string) =>
    entries.some(({ kind, id }) => kind.startsWith("opted-") && id.startsWith(`${input}#`))
  const pay = (talk: Talk, message: string, status: string) => {
    const paid = talk.answers.get(message)
    if (!paid || status === "queued" || status === "sending") return
    talk.answers.delete(message)
    if (status !== "sent") return
    seen.answered += talk.debts.filter(({ entry }) => paid.has(entry)).length
    talk.debts = talk.debts.filter(({ entry }) => !paid.has(entry))
  }
  for (const entry of entries) {
    const talk = talks.get(entry.stream) ?? newTalk()
    talks.set(entry.stream, talk)
    if (entry.kind === "message-received") {
      seen.messages++
      const { automatic, answers } = entry.data
      const owes = automatic !== true && answers === undefined && !isWish(entry.id.slice(0, entry.id.lastIndexOf("#")))
      if (owes) talk.debts.push({ entry: entry.id, since: entry.occurredAt })
    } else if (entry.kind === "message-written") {
      const { message, author, content, delivery } = entry.data
      const says = content.text
      if (says === "We heard you.") seen.acknowledged++
      if (author.startsWith("survey:")) seen.surveys++
      const hasSubstance = !isAutomatic(author) && says !== "We heard you." && !says.startsWith("ack ")
      if (hasSubstance && delivery.status !== "withheld")
        talk.answers.set(message, new Set(talk.debts.map(({ entry: each }) => each)))
    } else if (entry.kind === "delivery-changed") pay(talk, entry.data.message, entry.data.delivery.status)
    else if (entry.kind === "conversation-closed") {
      expect(entry.data.reason).not.toBe("")
      seen.closed += talk.debts.length
      talk.debts = []
    } else if (entry.kind === "conversation-assigned") talk.owner = entry.data.owner
    else if (entry.kind === "answer-overdue") talk.isOverdue = true
  }
  return talks
}

const law = (make: () => ReturnType<typeof memoryStore<Stored>>, bug?: Bug) =>
  fc.asyncProperty(history, faults, async (story, script) => {
    const house = await aHouse({
      ...options,
      store: make(),
      faults: script,
      at: "2026-03-28T17:00:00Z",
      ...(bug && { bug }),
    })
    await live(house, story)
    const talks = await debtsIn(house)
    const { items } = await house.escucha.conversations.unanswered({ limit: 100 })
    const jobs = (await house.escucha.store.jobs({ limit: 1000 })).items
    const owed = [...talks].flatMap(
      ([
        stream,
        {
          debts: [first],
          owner,
        },
      ]) => (first ? [{ stream, since: first.since, due: first.since + promise, owner }] : []),
    )
    seen.waiting += owed.length
    seen.owned += owed.filter(({ owner }) => owner !== null).length
    seen.overdue += owed.filter(({ stream }) => talks.get(stream)?.isOverdue).length
    const byStream = (one: { readonly stream: string }, two: { readonly stream: string }) =>
      one.stream < two.stream ? -1 : 1
    expect(items.map(({ stream, since, due, owner }) => ({ stream, since, due, owner })).toSorted(byStream)).toEqual(
      owed.toSorted(byStream),
    )
    for (const { stream, due } of owed) {
      // its clock runs, or has rung
      const isRunning = jobs.some(({ type, key, at = 0 }) => type === "clock" && key === stream && at <= due)
      expect([stream, isRunning || talks.get(stream)?.isOverdue]).toEqual([stream, true])
    }
    await house.escucha.close()
  })

/** A bug in what a message that we write counts as. */
const counting = (name: string, isMeant: (author: string) => boolean): Bug => ({
  name,
  house: (house) => ({
    ...house,
    project: (state, entry) => {
      const data = Object(entry.data) as { readonly author?: string } // of a message of ours
      return house.project(
        state,
        entry.kind === "message-written" && isMeant(data.author ?? "")
          ? { ...entry, data: { ...data, substance: true } }
          : entry,
      )
    },
  }),
})

describe("a message of a customer", () => {
  it.for([
    ["memory", () => memoryStore<Stored>()],
    ["sqlite", () => sqliteStore<Stored>(":memory:")],
  ] as const)(
    `is answered with substance, or stands in the list with its clock and owner, or was closed with a reason (${runs} histories on %s)`,
    async ([, make]) => {
      await fc.assert(law(make), { numRuns: runs })
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20)
    },
  )

  it.for<Bug>([
    counting("an automatic acknowledgement counts as an answer", (author) => author === "rule:heard"),
    counting("a survey counts as an answer", (author) => author.startsWith("survey:")),
    {
      name: "an answer counts although it never left",
      house: (house) => ({
        ...house,
        project: (state, entry) => {
          const data = Object(entry.data) as { readonly delivery?: { readonly status: string } } // of a message of ours
          return house.project(
            state,
            data.delivery?.status === "failed" ? { ...entry, data: { ...data, delivery: { status: "sent" } } } : entry,
          )
        },
      }),
    },
    {
      name: "an answer counts for what was said after it was written",
      house: (house) => ({
        ...house,
        project: (state, entry) => {
          const next = house.project(state, entry)
          const data = Object(entry.data) as { readonly delivery?: { readonly status: string } } // of a message of ours
          return entry.kind === "delivery-changed" && data.delivery?.status === "sent"
            ? { ...next, conversation: { ...next.conversation, open: [] } }
            : next
        },
      }),
    },
    {
      name: "a conversation that was taken on is listed no more",
      store: (store) => ({
        ...store,
        query: async (list, filter, page) => {
          const found = await store.query(list, filter, page)
          return {
            ...found,
            items: found.items.filter(({ data }) => list !== "unanswered" || data.includes('"owner":null')),
          }
        },
      }),
    },
    {
      name: "no clock runs",
      store: (store) => ({
        ...store,
        commit: (units) =>
          store.commit(units.map((unit) => ({ ...unit, posts: unit.posts.filter(({ type }) => type !== "clock") }))),
      }),
    },
  ])("is noticed to be forgotten where there is a planted bug: $name", async (bug) => {
    expect(
      await isNoticed(
        law(() => memoryStore<Stored>(), bug),
        runs,
      ),
    ).toBe(true)
  })
})
