import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import type { Answers } from "../../packages/core/src/survey/definition.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { checkAnswer } from "../../packages/core/src/survey/check-answer.ts"
import { next, relevant } from "../../packages/core/src/survey/engine.ts"
import { choice, choices, matrix } from "../../packages/core/src/survey/question-list.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import { aHouse } from "../support/house.ts"
import { isNoticed } from "../support/notices.ts"
import type { Bug } from "../support/planted.ts"

const runs = 3000

const visit = defineSurvey("visit", (s) =>
  s
    .say("hello", "Two minutes.")
    .ask("score", nps("Which score?"))
    .ask("fix", choice("What do we mend?", ["delivery", "price"]), { when: (answers) => answers.score.atMost(6) })
    .ask("how", matrix("How were they?", ["speed", "words"], ["good", "bad"]), {
      when: (answers) => answers.score.atLeast(3),
    })
    .ask("parts", choices("Which parts?", ["door", "roof"], { least: 1 }), { required: false })
    .ask("why", openText("Why?"), { when: (answers) => answers.fix.is("price") })
    .end("sorry", "We are sorry.", { when: (answers) => answers.score.atMost(6) })
    .thank("Thanks."),
)

/** What somebody means, and how they would say it in a chat, one message after the other. */
const meanings = [
  ...[0, 3, 6, 8, 10].map((value) => ({ question: "score", value, says: [`${value}`] })),
  ...["delivery", "price"].map((value) => ({ question: "fix", value, says: [value] })),
  { question: "how", value: { speed: "good", words: "bad" }, says: ["good", "bad"] },
  { question: "how", value: { speed: "bad", words: "bad" }, says: ["bad", "2"] },
  { question: "parts", value: ["door"], says: ["1"] },
  { question: "parts", value: ["door", "roof"], says: ["1, 2"] },
  { question: "parts", value: null, says: ["skip"] },
  { question: "why", value: "it was late", says: ["it was late"] },
  { question: "why", value: "too dear", says: ["too dear"] },
  // what no question can take
  { question: "score", value: 11, says: ["11"] },
  { question: "fix", value: "colour", says: ["7"] },
  { question: "how", value: { speed: "good" }, says: ["good"] },
] as const

const step = fc.record({
  meaning: fc.constantFrom(...meanings),
  by: fc.constantFrom("chat", "page", "other page"),
  /** It comes once more after so many others. */
  again: fc.option(fc.nat({ max: 4 }), { freq: 3 }),
})
const story = fc.array(step, { minLength: 3, maxLength: 14 })
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

const seen = { chat: 0, back: 0, page: 0, refused: 0, again: 0, late: 0, completed: 0 }
afterAll(() => console.log(JSON.stringify({ law: "one response, whatever the channel", runs, ...seen })))

/** What the engine alone makes of the same answers, in the same order. */
const expected = () => {
  let answers: Answers = { hello: null }
  return {
    answers: () => answers,
    isTaken: ({ question, value }: Step["meaning"]): boolean => {
      const checked = checkAnswer(visit, question, value, answers)
      if ("value" in checked) answers = { ...answers, [question]: checked.value }
      return "value" in checked
    },
  }
}

const world = async (bug?: Bug) => {
  const house = await aHouse({
    surveys: [visit],
    contact: { surveys: { atMost: "unlimited" } },
    ...(bug && { bug }),
  })
  const { escucha } = house
  let people = 0

  /** Somebody who was asked, in a chat and on pages of two names of theirs. */
  const aPerson = async () => {
    const address = `p${people++}`
    const [chat, page] = [`tel:${address}`, `user:${address}`]
    await house.writes("hello", { address, language: "en" })
    await escucha.identities.link(chat, page)
    const asking = await escucha.surveys.ask(chat, "visit")
    if (asking.status !== "asked") throw new TypeError("it was not asked")
    await escucha.settled()
    const { response } = asking
    const now = async () => {
      const known = (await escucha.surveys.responses(page)).find(({ id }) => id === response)
      if (!known) throw new TypeError("the response is gone")
      return known
    }
    return { address, chat, page, response, now }
  }
  type Person = Awaited<ReturnType<typeof aPerson>>

  const onPage = async ({ response }: Person, name: string, { question, value }: Step["meaning"], id: string) =>
    escucha.surveys
      .answer(name, { survey: "visit", response, question: question as "score", value: value as never, id }) // also what no question takes
      .then(
        () => "taken",
        () => "refused",
      )

  /** Goes back until a question waits again; whether it does. */
  const wentTo = async (person: Person, question: string): Promise<boolean> => {
    for (let tries = 0; tries < 6; tries++) {
      const { question: waits, answers } = await person.now()
      if (waits === question) return true
      if (waits === null || !Object.hasOwn(answers, question)) return false
      await house.writes("back", { address: person.address })
      seen.back++
      if ((await person.now()).question === waits) return false
    }
    return false
  }

  /** Whether it could be said in the chat. */
  const inChat = async (person: Person, { question, says }: Step["meaning"]): Promise<boolean> => {
    if (!(await wentTo(person, question))) return false
    for (const text of says) await house.writes(text, { address: person.address })
    seen.chat++
    return true
  }
  return { house, aPerson, onPage, inChat }
}

const law = (bug?: Bug) => {
  const opened = world(bug)
  return fc.asyncProperty(story, async (steps) => {
    const { aPerson, onPage, inChat } = await opened
    const person = await aPerson()
    const model = expected()
    let waiting: { readonly step: Step; readonly id: string; readonly after: number; readonly name: string }[] = []
    for (const [place, each] of steps.entries()) {
      const { meaning, by, again } = each
      if ((await person.now()).question === null) seen.late++
      // half an answer is nobody's answer: what is said of it in a chat stays a draft
      const isWhole = meaning.question !== "how" || Object.keys(Object(meaning.value)).length === 2
      if (by === "chat" && isWhole && (await inChat(person, meaning))) model.isTaken(meaning)
      else {
        const [name, id] = [by === "other page" ? person.page : person.chat, `${person.address}/${place}`]
        const outcome = await onPage(person, name, meaning, id)
        seen[outcome === "taken" ? "page" : "refused"]++
        expect(outcome).toBe(model.isTaken(meaning) ? "taken" : "refused")
        if (again !== null && outcome === "taken") waiting.push({ step: each, id, after: place + again, name })
      }
      for (const late of waiting.filter(({ after }) => after === place)) {
        seen.again++
        await onPage(person, late.name, late.step.meaning, late.id)
      }
      waiting = waiting.filter(({ after }) => after !== place)
      const held = await person.now()
      // nothing that was answered is lost, and the last word holds
      expect(held.answers).toEqual(model.answers())
    }
    const held = await person.now()
    const way = next(visit, model.answers(), { seed: held.seed })
    expect(relevant(visit, held.answers)).toEqual(relevant(visit, model.answers()))
    expect(held.question === null).toBe("done" in way)
    if ("done" in way) {
      seen.completed++
      expect(held.ended).toBe("complete")
    }
  })
}

const onAnswer = (name: string, change: (answers: Answers, question: string) => Answers | undefined): Bug => ({
  name,
  house: (house) => ({
    ...house,
    project: (state, entry) => {
      const after = house.project(state, entry)
      if (entry.kind !== "question-answered") return after
      const { response, question } = Object(entry.data) as { readonly response: string; readonly question: string } // by its kind
      const known = after.surveys[response]
      const answers = known && change(known.answers, question)
      return known && answers ? { ...after, surveys: { ...after.surveys, [response]: { ...known, answers } } } : after
    },
  }),
})

describe("a response", () => {
  it(`is the same by chat and by page, whatever comes twice, late or anew, and loses nothing (${runs} stories)`, async () => {
    await fc.assert(law(), { numRuns: runs })
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 20)
  })

  it.for<Bug>([
    onAnswer("what a later answer hides is cleared", (answers) => relevant(visit, answers)),
    {
      name: "a step back forgets the answer",
      house: (house) => ({
        ...house,
        project: (state, entry) => {
          const after = house.project(state, entry)
          const { response, question } = Object(entry.data) as { readonly response: string; readonly question: string } // by its kind
          const known = entry.kind === "question-reopened" ? after.surveys[response] : undefined
          if (!known) return after
          const { [question]: _, ...answers } = known.answers
          return { ...after, surveys: { ...after.surveys, [response]: { ...known, answers } } }
        },
      }),
    },
    {
      name: "the seen check is dropped",
      store: (store) => ({
        ...store,
        load: async (need) => ({ ...(await store.load(need)), seen: new Set() }),
        commit: (units) => store.commit(units.map((unit) => ({ ...unit, inputs: [] }))),
      }),
    },
    {
      name: "an answer after the end is not kept",
      house: (house) => ({
        ...house,
        project: (state, entry) => {
          const { response } = Object(entry.data) as { readonly response: string } // by its kind
          return entry.kind === "question-answered" && state.surveys[response]?.question === null
            ? state
            : house.project(state, entry)
        },
      }),
    },
  ])("notices a planted bug: $name", async (bug) => {
    expect(await isNoticed(law(bug), 100)).toBe(true)
  })
})
