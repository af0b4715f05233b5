import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { AnyEntry, EntryOfKind } from "../../packages/core/src/assembly/entries.ts"
import { contact as contactFold } from "../../packages/core/src/conversation/contact.ts"
import type { RememberedWord } from "../../packages/core/src/profile/consent.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"
import type { Person } from "../../packages/core/src/conversation/contact-policy.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { live, type Step, steps } from "../support/history.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import { createPersons, wallMinute } from "../support/persons.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"

const runs = Number(process.env["ESCUCHA_RUNS"] ?? 500)
const day = 86_400_000
const most = 2
const ours = "Europe/Madrid"
const [from, to] = [21 * 60, 9 * 60]

const options = {
  surveys: [defineSurvey("visit", (s) => s.ask("score", nps("How was it?")))],
  contact: { quietHours: ["21:00", "09:00"], atMost: `${most} per 7 days`, zone: ours },
  rules: [
    {
      name: "sorry",
      on: "message-received",
      when: (m) => m.feeling.is("negative"),
      do: (_, act) => act.reply("Sorry."),
    },
  ],
} satisfies AnyOptions

// Evenings before the nights in which Madrid, New York and Santiago change their clocks, and some others.
const starts = fc
  .constantFrom("2026-03-28", "2026-10-24", "2026-03-07", "2026-10-31", "2026-04-04", "2026-09-05", "2026-06-01")
  .chain((date) => fc.nat({ max: 47 }).map((half) => Date.parse(`${date}T00:00:00Z`) + half * 1_800_000 - 5_000))
const zone = fc.constantFrom(
  "Europe/Madrid",
  "America/New_York",
  "America/Santiago",
  "Asia/Kolkata",
  "Asia/Tokyo",
  undefined,
)
const zones = fc.record({ ana: zone, ben: zone, eva: zone, leo: zone })
const faults = fc.array(
  fc.constantFrom<Fault>(
    { kind: "none" },
    { kind: "none" },
    { kind: "answer-lost" },
    { kind: "fail", reason: "unavailable", retryable: true },
    { kind: "fail", reason: "rate-limit", retryable: true, retryAfter: 7_200_000 },
  ),
  { maxLength: 10 },
)
const { write, send, reply, consent, opt, link, unlink, survey, wait, close } = steps
const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    write,
    write,
    send,
    send,
    send,
    reply,
    reply,
    consent,
    consent,
    opt,
    link,
    unlink,
    survey,
    wait,
    wait,
    close,
  ),
  { minLength: 8, maxLength: 40 },
)

const seen = { sent: 0, held: 0, withheld: 0, answersAtNight: 0, confirmations: 0, retries: 0 }
afterAll(() => console.log(JSON.stringify({ law: "every message has one contact decision", runs, ...seen })))

const isQuietIn = (at: number, name: string) => {
  const minute = wallMinute(at, name)
  return minute >= from || minute < to
}
const isQuiet = (at: number, known: readonly string[]) =>
  (known.length > 0 ? known : [ours]).some((name) => isQuietIn(at, name))

type Persons = ReturnType<typeof createPersons>

/** What is wrong with a dispatch, by everything that had been committed before it. */
const judgeDispatch = (
  persons: Persons,
  { stream, receivedAt, data }: EntryOfKind<"delivery-changed">,
): readonly string[] => {
  const { purpose, attempt, message, reasons = [] } = data
  const person = persons.of(stream)
  const own = persons.stream(stream)
  const wrong: string[] = []
  const complain = (isWrong: boolean, what: string) => void (isWrong && wrong.push(`${message}: ${what}`))
  complain(reasons.length === 0, "no reasons")
  complain(
    reasons.some(({ passed }) => !passed),
    "it left against a reason",
  )
  seen.sent++
  if (attempt > 1) seen.retries++
  if (purpose === "opt-out-confirmation") {
    seen.confirmations++
    complain(!person.isOut, "it confirms no stop")
    complain(attempt === 1 && own.unconfirmed === 0, "the stop was confirmed before")
    return wrong
  }
  complain(person.isOut, "it left after a stop")
  if (purpose === "answer") {
    if (isQuiet(receivedAt, person.zones)) seen.answersAtNight++
    return wrong
  }
  const recent = person.approaches.filter((at) => at > receivedAt - 7 * day)
  complain(isQuiet(receivedAt, person.zones), "it left in quiet hours")
  complain(attempt === 1 && recent.length >= most, "it left above the cap")
  complain(person.refused.includes(purpose), "it left against a no")
  complain(purpose === "marketing" && !person.agreed.includes("marketing"), "it left without a yes")
  return wrong
}

/** What is wrong with the first decision on a message. */
const judgeWritten = (
  persons: Persons,
  { stream, receivedAt, data }: EntryOfKind<"message-written">,
): readonly string[] => {
  const { message, purpose, delivery, reasons, author } = data
  const person = persons.of(stream)
  const own = persons.stream(stream)
  const wrong: string[] = []
  const complain = (isWrong: boolean, what: string) => void (isWrong && wrong.push(`${message}: ${what}`))
  if (delivery.status === "withheld") {
    seen.withheld++
    complain(delivery.because !== "no-address" && reasons.every(({ passed }) => passed), "withheld without a reason")
  } else complain(reasons.length === 0, "queued without a reason")
  if (purpose !== "answer") {
    if (delivery.status === "queued" && delivery.opensAt !== undefined) {
      seen.held++
      const isWeek = delivery.opensAt === receivedAt + 7 * day // clocks without an hour in common
      complain(!isWeek && isQuiet(delivery.opensAt, person.zones), "its door opens in quiet hours")
    }
    return wrong
  }
  complain(own.waiting === 0 && receivedAt - own.heardAt > day, "an approach is called an answer")
  const isQueued = delivery.status === "queued" && delivery.opensAt === undefined
  // a machine of ours does not answer a machine, and nothing else holds an answer
  const isLoop = reasons.some(({ rule, passed }) => rule === "loop" && !passed)
  complain(isLoop && !author.includes(":") && author !== "opt-out", "a person's answer is taken for a machine's")
  complain(!person.isOut && !isQueued && !isLoop, "an answer is held")
  return wrong
}

const judge = async (house: TestHouse, story: readonly Step[]): Promise<readonly string[]> => {
  const persons = createPersons()
  const written = new Map<string, number>()
  const marks = new Map<string, string>()
  const marked: string[] = []
  const paused = new Set<string>()
  const wrong: string[] = []
  for await (const { entry: stored } of house.escucha.store.feed(0)) {
    const entry = stored as AnyEntry // the house writes no other kinds
    if (entry.kind === "message-written") {
      written.set(entry.data.message, (written.get(entry.data.message) ?? 0) + 1)
      wrong.push(...judgeWritten(persons, entry))
      const asked = story[Number(/^write:h(\d+)$/.exec(entry.data.message)?.[1])]
      if (asked?.does === "send" && asked.purpose !== entry.data.purpose)
        wrong.push(`${entry.data.message}: what we start as ${asked.purpose} is called ${entry.data.purpose}`)
    }
    if (entry.kind === "delivery-changed" && entry.data.delivery.status === "sending") {
      const mark = `${entry.data.message} at ${entry.receivedAt}`
      marks.set(entry.data.message, mark)
      marked.push(mark)
      wrong.push(...judgeDispatch(persons, entry))
    } else if (entry.kind === "delivery-changed" && entry.data.free !== undefined)
      paused.add(marks.get(entry.data.message) ?? "")
    persons.take(entry)
  }
  for (const [message, times] of written) if (times !== 1) wrong.push(`${message} was decided ${times} times`)
  const calls = house.chat.calls.map(({ id }, place) => `${id} at ${house.called[place]}`)
  // one decision for each call, at its moment, and no call without one; where none was made the provider had asked all for a pause
  for (const call of calls) {
    const place = marked.indexOf(call)
    if (place === -1) wrong.push(`${call} was called without a decision`)
    else marked.splice(place, 1)
  }
  wrong.push(...marked.filter((mark) => !paused.has(mark)).map((mark) => `${mark} was never called`))
  return wrong
}

const law = (bug?: Bug) =>
  fc.asyncProperty(history, zones, faults, starts, async (story, homes, script, at) => {
    const house = await aHouse({ ...options, faults: script, at, ...(bug && { bug }) })
    await live(house, story, { zones: homes })
    await house.waits(house.clock.now() + 2 * day)
    const wrong = await judge(house, story)
    await house.escucha.close()
    expect(wrong).toEqual([])
  })

const withoutZone = ({ optedOutAt, confirmedOptOutAt, consents, approaches }: Person): Person => ({
  optedOutAt,
  confirmedOptOutAt,
  consents,
  approaches,
})

/** A bug in what the policy is told of the person when it is asked. */
const forgetting = (
  name: string,
  kinds: readonly string[],
  forget: (contact: typeof contactFold.initial, own: typeof contactFold.initial) => typeof contactFold.initial,
  recall: (words: readonly RememberedWord[], stream: StreamId) => readonly RememberedWord[] = (words) => words,
): Bug => ({
  name,
  house: (house) => ({
    ...house,
    decide: (situation, input) => {
      if (!kinds.includes(input.kind)) return house.decide(situation, input)
      const { customer, own, stream } = situation
      const contact = forget(customer.state.contact, own.contact)
      const consents = { ...customer.state.consents, words: recall(customer.state.consents.words, stream) }
      const state = { ...customer.state, contact, consents }
      return house.decide({ ...situation, customer: { ...customer, state } }, input)
    },
  }),
})

describe("what we write", () => {
  it(`leaves by one decision, and never in quiet hours, above the cap, without consent or after a stop (${runs} histories)`, async () => {
    await fc.assert(law(), { numRuns: runs })
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50)
  })

  it.for<Bug>([
    forgetting("the policy is not asked again at the dispatch", ["dispatch"], () => contactFold.initial),
    forgetting("only the zone of the application counts", ["write", "dispatch"], (contact) => ({
      ...contact,
      zone: null,
      others: contact.others.map(withoutZone),
    })),
    forgetting("approaches to another address are not counted", ["write", "dispatch"], (contact, own) => ({
      ...contact,
      approaches: own.approaches,
      others: contact.others.map((person) => ({ ...person, approaches: [] })),
    })),
    forgetting(
      "a no at another address does not count",
      ["write", "dispatch"],
      (contact) => contact,
      (words, stream) => words.filter(({ decision, from: said }) => decision === "grant" || said === stream),
    ),
    forgetting("a stop at another address does not count", ["write", "dispatch"], (contact, own) => ({
      ...contact,
      outAt: own.outAt,
      others: contact.others.map((person) => ({ ...person, optedOutAt: null })),
    })),
    {
      name: "what we start is called an answer",
      house: (house) => ({
        ...house,
        decide: (situation, input) =>
          house.decide(situation, input.kind === "write" ? { ...input, purpose: "answer" } : input),
      }),
    },
    {
      name: "it calls twice for one mark",
      perform: (perform) => async (attempt, loop) => {
        await perform(attempt, loop)
        const { type, ref = "", signal } = attempt
        if (type === "send" && ref.endsWith("7"))
          await loop.connections
            .get("chat")
            ?.send({ id: ref, address: "ana", content: { text: "again" }, attempt: 2 }, signal)
      },
    },
  ])("is noticed where there is a planted bug: $name", async (bug) => {
    expect(await isNoticed(law(bug), runs)).toBe(true)
  })
})
