import { relevant } from "@escucha/core/survey"
import { answersFromSurveyJs, importSurveyJs } from "@escucha/core/survey-import"
import { ConditionRunner } from "survey-core"
import { tally, type Agreed } from "./agreed.ts"

const formulas = 4_000
const answersEach = 10

/** Chance that is the same each time: a linear congruential generator (Numerical Recipes). */
const chance = (seed: number) => {
  let state = seed
  const next = (): number => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[Math.floor(next() * items.length)] ?? items[0]
  return { next, pick }
}
type Chance = ReturnType<typeof chance>

const questions = [
  { type: "text", inputType: "number", name: "n" },
  { type: "text", inputType: "number", name: "m" },
  { type: "radiogroup", name: "r", choices: [1, 2, 3] },
  { type: "radiogroup", name: "s", choices: ["a", "b", "1"] },
  { type: "checkbox", name: "c", choices: ["a", "b", "x"] },
  { type: "checkbox", name: "d", choices: [1, 2, 3] },
  { type: "boolean", name: "b" },
  { type: "text", name: "t" },
  { type: "rating", name: "k" },
] as const

// All in small letters: that letters count here is said, and is no surprise.
const answers: { readonly [Name in (typeof questions)[number]["name"]]: readonly [unknown, ...unknown[]] } = {
  n: [0, 1, 2, 3, 1.5],
  m: [0, 1, 2, -1],
  r: [1, 2, 3],
  s: ["a", "b", "1"],
  c: [["a"], ["a", "b"], ["x"], ["b", "x"]],
  d: [[1], [1, 2], [3], [2, 3]],
  b: [true, false],
  t: ["a", "b", "1", "x", "hello", "true", "0"],
  k: [1, 2, 3, 4, 5],
}

const named = ({ pick }: Chance): string => `{${pick<(typeof questions)[number]>(questions).name}}`
const written = ({ pick }: Chance): string =>
  pick(["0", "1", "2", "3", "'a'", "'b'", "'1'", "true", "false", "'x'", "''", "1.5"])
const compared = ({ pick }: Chance): string => pick(["=", "!=", "<", "<=", ">", ">="])

const counted = (by: Chance): string => {
  const kind = by.next()
  if (kind < 0.5) return `{${by.pick(["n", "m", "k", "r"])}}`
  return kind < 0.7 ? by.pick(["1", "2", "0"]) : `(${counted(by)} ${by.pick(["+", "-", "*", "/"])} ${counted(by)})`
}

const asked = (by: Chance): string => {
  switch (by.pick(["counted", "fact", "fact", "fact", "part", "among", "empty", "length"])) {
    case "counted":
      return `${counted(by)} ${compared(by)} ${counted(by)}`
    case "fact":
      return `${named(by)} ${compared(by)} ${written(by)}`
    case "part":
      return `${named(by)} ${by.pick(["contains", "notcontains"])} ${written(by)}`
    case "among":
      return `${named(by)} ${by.pick(["anyof", "noneof", "allof"])} [${written(by)}, ${written(by)}]`
    case "empty":
      return `${named(by)} ${by.pick(["empty", "notempty"])}`
    default:
      return `{${by.pick(["c", "d"])}.length} ${by.pick(["=", ">", "<"])} ${by.pick(["0", "1", "2"])}`
  }
}

const drawn = (by: Chance, depth: number): string => {
  const kind = depth === 0 ? 1 : by.next()
  const inner = () => drawn(by, depth - 1)
  if (kind < 0.3) return `(${inner()} ${by.pick(["and", "or"])} ${inner()})`
  if (kind < 0.38) return `!(${inner()})`
  return kind < 0.42 ? `iif(${inner()}, ${inner()}, ${inner()})` : asked(by)
}

const givenBy = (by: Chance): { readonly [name: string]: unknown } =>
  Object.fromEntries(questions.flatMap(({ name }) => (by.next() < 0.75 ? [[name, by.pick(answers[name])]] : [])))

/** Expressions drawn by chance over questions of each kind, of which survey-core itself says what they come to. */
export const drawnRow = (): Agreed => {
  const { agree, differ, leaveOut, row } = tally("expressions drawn")
  const by = chance(2026)
  for (let count = 0; count < formulas; count += 1) {
    const formula = drawn(by, 2)
    const imported = importSurveyJs(
      { elements: [...questions, { type: "text", name: "probe", visibleIf: formula }] },
      { name: "drawn" },
    )
    const { definition, unsupported } = imported
    if (!definition || unsupported.length > 0) {
      const reasons = unsupported.map(({ reason }) => reason.split("; ", 1)[0] ?? reason)
      for (let each = 0; each < answersEach; each += 1) leaveOut(reasons)
      continue
    }
    const passed = Object.fromEntries(definition.questions.map(({ id }) => [id, null]))
    for (let each = 0; each < answersEach; each += 1) {
      const data = givenBy(by)
      const theirs = new ConditionRunner(formula).runValues(structuredClone(data)) === true
      const ours = Object.hasOwn(relevant(definition, { ...passed, ...answersFromSurveyJs(imported, data) }), "probe")
      if (ours === theirs) agree()
      else differ({ what: `${formula} ${JSON.stringify(data)}`, ours, theirs }, undefined)
    }
  }
  return row()
}
