import { expect, it } from "vitest"
import { type ContactOptions, parseContactOptions } from "../../src/conversation/contact-options.ts"

it("reads the options as an application writes them", () => {
  expect(
    parseContactOptions({
      quietHours: ["21:00", "09:00"],
      atMost: "3 per 7 days",
      answerWithin: "5 minutes",
      zone: "Madrid",
    }),
  ).toEqual({
    rules: {
      quietHours: { from: "21:00", to: "09:00" },
      atMost: { count: 3, window: 604_800_000 },
      surveys: { count: 1, window: 2_592_000_000 },
      zone: "Europe/Madrid",
      consent: "for-marketing",
    },
    answerWithin: 300_000,
  })
})

it("promises nothing that nobody wrote", () =>
  expect(parseContactOptions({ surveys: { atMost: "unlimited" } })).toEqual({
    rules: { zone: "UTC", consent: "for-marketing" },
    answerWithin: null,
  }))

it("asks somebody once a month, where nobody says how often", () =>
  expect(parseContactOptions({})).toHaveProperty("rules.surveys", { count: 1, window: 2_592_000_000 }))

it.each([
  ["contact.quietHours", { quietHours: ["21:00", "9"] }],
  ["contact.atMost", { atMost: "3 a week" }],
  ["contact.atMost", { atMost: "51 per 7 days" }],
  ["contact.surveys", { surveys: "1 per 30 days" }],
  ["contact.surveys", { surveys: { often: true } }],
  ["contact.surveys.atMost", { surveys: { atMost: "now and then" } }],
  ["contact.surveys.atMost", { surveys: { atMost: "51 per 30 days" } }],
  ["contact.answerWithin", { answerWithin: 5 }],
  ["contact.zone", { zone: "Mars/Phobos" }],
  ["contact.zone", { zone: null }],
  ["contact.consent", { consent: "never" }],
  ["contact", { quiethours: ["21:00", "09:00"] }],
])("names %s when it cannot be read", (field, options) => {
  const written = options as unknown as ContactOptions // what a program without types may write
  expect(parseContactOptions(written)).toHaveProperty("problem.field", field)
})
