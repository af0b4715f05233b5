import { expect, it } from "vitest"
import { askSurveys } from "../../src/conversation/contact-surveys.ts"
import { contactPolicy, mergePersons, type Person } from "../../src/conversation/contact-policy.ts"

const day = 86_400_000
const now = 100 * day
const rules = { zone: "UTC" as never, consent: "for-marketing", surveys: { count: 1, window: 30 * day } } as const // a zone that is one
const person: Person = { optedOutAt: null, confirmedOptOutAt: null, consents: [], approaches: [] }

it("lets a survey pass when the last one was long ago, and names the day from which one may be asked again", () => {
  expect(askSurveys([now - 31 * day], rules.surveys, now)).toMatchObject({ next: "go on" })
  expect(askSurveys([now - 29 * day], rules.surveys, now)).toMatchObject({
    next: "refuse",
    because: "capped",
    reason: { rule: "cap", detail: `1 of 1 surveys in the window, until ${new Date(now + day).toISOString()}` },
  })
})

it("is asked of what begins a survey alone: nothing else knows when surveys were put", () => {
  const asked = { ...person, surveyed: [now - day] }
  expect(contactPolicy({ purpose: "service" }, person, rules, now).verdict).toBe("send")
  expect(contactPolicy({ purpose: "service" }, asked, rules, now)).toMatchObject({
    verdict: "refuse",
    because: "capped",
  })
  expect(contactPolicy({ purpose: "answer" }, asked, rules, now).verdict).toBe("send")
})

it("adds up what was put to two who are one", () =>
  expect(mergePersons({ ...person, surveyed: [3] }, { ...person, surveyed: [1, 2] }).surveyed).toEqual([1, 2, 3]))
