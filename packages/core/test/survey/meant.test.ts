import { describe, expect, it } from "vitest"
import { isBack, isMeant } from "../../src/survey/meant.ts"
import type { Asked, Question } from "../../src/survey/question.ts"
import { choice, choices } from "../../src/survey/question-list.ts"
import { nps } from "../../src/survey/question-scale.ts"
import { date, email, openText, phone, time } from "../../src/survey/question-words.ts"

const placed = (asked: Asked): Question => ({ ...asked, id: "it", required: true })
const score = placed(nps("Which score?"))
const pets = placed(choice("Which?", ["cat", "dog"]))
const several = placed(choices("Which?", ["cat", "dog"]))

describe("what is no answer", () => {
  it.each([
    ["a number beyond the scale", score, "11"],
    ["a number between two steps", score, "7.5"],
    ["another scale", score, "9/20"],
    ["the place of no option", pets, "7"],
    ["the places of no options", several, "1, 9"],
    ["a day that is not there", placed(date("When?")), "31/2/2026"],
    ["an hour that is not there", placed(time("When?")), "25:00"],
    ["half an address", placed(email("Your mail?")), "ana@"],
    ["a number without its country", placed(phone("Your number?")), "600 111 222"],
    ["to be passed over where it may not be", score, "skip"],
  ])("was meant as one where it is %s", (_, question, said) => expect(isMeant(question, said)).toBe(true))

  it.each([
    ["words with a number in them", score, "I ordered 11 of them"],
    ["a question", pets, "do you have birds?"],
    ["words to a question that takes all of them", placed(openText("Why?")), "11"],
    ["a sentence with an address", placed(email("Your mail?")), "write to ana@example.com, please"],
    ["nothing", score, ""],
    ["a telephone number to a scale", score, "600 111 222"],
  ])("may be a message like any other where it is %s", (_, question, said) =>
    expect(isMeant(question, said)).toBe(false),
  )
})

it.each(["back", "Back.", "go back", "atrás", "ATRAS", "Volver", "volver atrás", "anterior!"])(
  "hears a step back in %j",
  (said) => expect(isBack(said)).toBe(true),
)

it.each(["come back", "I want my money back", "atrás quedó todo", "", "-"])("hears none in %j", (said) =>
  expect(isBack(said)).toBe(false),
)
