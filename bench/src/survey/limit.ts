import {
  type Asked,
  type Found,
  type Given,
  isRequired,
  largest,
  longest,
  multiple,
  type Person,
  questions,
  single,
} from "./world.ts"

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const choices: ReadonlySet<unknown> = new Set(single)
const several: ReadonlySet<unknown> = new Set(multiple)

const tests: { readonly [Kind in Asked["kind"]]: (value: Given[string]) => boolean } = {
  score: (value) => typeof value === "number" && value >= 0 && value <= 10,
  one: (value) => choices.has(value),
  several: (value) => Array.isArray(value) && value.every((each) => several.has(each)),
  number: (value) => typeof value === "number" && value >= 0 && value <= largest,
  words: (value) => typeof value === "string" && value.length <= longest,
  mail: (value) => typeof value === "string" && mail.test(value),
}

/** What one would write by hand for this survey alone: no messages, no other kinds, nothing kept but whether it holds. */
export const byHand = (given: Given): Found => {
  let isValid = true
  let counts = 0
  for (const asked of questions) {
    const { id, under, kind } = asked
    if (under) {
      const [score, one] = [given[under.score], given[under.one]]
      if (typeof score !== "number" || score > 6 || (one !== "a" && one !== "b")) continue
    }
    const value = given[id]
    if (value === undefined || value === null) {
      if (isRequired(asked)) isValid = false
    } else if (tests[kind](value)) counts += 1
    else isValid = false
  }
  return { isValid, counts }
}

/** The condition as one would write it by hand. */
export const conditionByHand = ({ age, plan, score }: Person): boolean =>
  age >= 18 && (plan === "pro" || plan === "team") && score < 7
