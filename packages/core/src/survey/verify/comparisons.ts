import type { Calculation } from "../../kernel/calculation.ts"
import { compileTimeless, type Comparison, type Scalar } from "../../kernel/condition.ts"
import type { Question } from "../question.ts"
import { found, quoted, type Diagnostic } from "./diagnostic.ts"
import { domainOf } from "./domain.ts"
import { numbersOf } from "./interval.ts"
import { nearest } from "./nearest.ts"
import { offersOf, type Outline } from "./outline.ts"
import type { PlacedCondition } from "./references.ts"
import { comparisonsOf, rootOf } from "./reads.ts"

/** The parts of a comparison that have to be possible each by itself: the values of a list, what something is not. */
const singly = (comparison: Comparison): readonly Comparison[] => {
  const { path } = comparison
  if (comparison.op === "in") return comparison.value.map((value) => ({ op: "equals", path, value }))
  return comparison.op === "not-equals" ? [{ op: "equals", path, value: comparison.value }] : [comparison]
}

const verbs: { readonly [Op in Comparison["op"]]: string } = {
  equals: "is",
  "not-equals": "is not",
  contains: "contains",
  in: "is one of",
  "less-than": "is less than",
  "at-most": "is at most",
  "greater-than": "is greater than",
  "at-least": "is at least",
  between: "lies between",
  within: "lies within",
  exists: "is there",
}

const operand = (comparison: Comparison): string => {
  switch (comparison.op) {
    case "exists":
      return ""
    case "within":
      return ` ${comparison.duration}`
    case "between":
      return ` ${comparison.from} and ${comparison.to}`
    default:
      return ` ${quoted(comparison.value)}`
  }
}

const said = (comparison: Comparison): string =>
  `${quoted(comparison.path.join("."))} ${verbs[comparison.op]}${operand(comparison)}`

const asksTime = (comparison: Comparison): boolean =>
  comparison.op === "within" || ("during" in comparison && comparison.during !== undefined)

const isPossible = (values: readonly (readonly [name: string, value: unknown])[], comparison: Comparison): boolean => {
  const truth = compileTimeless(comparison)
  return values.some(([name, value]) => truth({ [name]: value }) === true)
}

const remedy = (question: Question, comparison: Comparison): string => {
  const values = question.kind === "matrix" ? question.columns : offersOf(question)
  const list = values.map(({ value }) => value)
  if (list.length === 0) return "compare with what can be answered, or leave this out"
  const near = "value" in comparison ? nearest(String(comparison.value), list) : undefined
  return near === undefined ? `compare with one of ${list.slice(0, 10).join(", ")}` : `did you mean ${quoted(near)}?`
}

const onQuestion = (question: Question, comparison: Comparison): readonly string[] => {
  if (comparison.op === "exists")
    return question.kind === "statement" ? ["leave it out: it says something, and asks nothing"] : []
  const domain = domainOf(question, { comparisons: [comparison], uses: [] })
  if (!domain) return []
  const values = domain.values.map((value) => [question.id, value] as const)
  return isPossible(values, comparison) ? [] : [remedy(question, comparison)]
}

/** What a calculation is, where it is one of some constants; `undefined` where it is anything else. */
const constantsOf = (calculation: Calculation): readonly Scalar[] | undefined => {
  if (calculation.op === "value") return [calculation.value]
  if (calculation.op !== "if") return undefined
  const [is, otherwise] = [constantsOf(calculation.is), constantsOf(calculation.otherwise)]
  return is && otherwise ? [...is, ...otherwise] : undefined
}

const isArithmetic = ({ op }: Calculation): boolean => op !== "value" && op !== "if" && op !== "fact"

const onValue = (outline: Outline, name: string, is: Calculation, comparison: Comparison): readonly string[] => {
  if (comparison.op === "exists") return []
  const constants = constantsOf(is)
  if (constants) {
    const list = [...new Set(constants)]
    const values = list.map((value) => [name, value] as const)
    return isPossible(values, comparison) ? [] : [`compare with one of ${list.map(quoted).join(", ")}`]
  }
  if (!isArithmetic(is)) return []
  const numbers = numbersOf(outline, is)
  if (!numbers) return []
  const edges = [numbers.low, numbers.high, ...("value" in comparison ? [comparison.value] : [numbers.low])]
  const inside = edges.filter((value) => typeof value === "number" && value >= numbers.low && value <= numbers.high)
  if (comparison.op === "between") {
    if (comparison.from <= numbers.high && comparison.to >= numbers.low) return []
  } else if (
    isPossible(
      inside.map((value) => [name, value] as const),
      comparison,
    )
  )
    return []
  return [`it is a number from ${numbers.low} to ${numbers.high}; compare with one of those`]
}

const faultsIn = (outline: Outline, comparison: Comparison): readonly (readonly [Comparison, fix: string])[] => {
  const name = rootOf(comparison.path)
  const question = outline.questions[outline.indexOf.get(name) ?? -1]
  const value = outline.valueOf.get(name)?.value
  if (asksTime(comparison)) return [[comparison, "leave it out: a survey knows answers, and no time"]]
  return singly(comparison).flatMap((single) => {
    const fixes = question ? onQuestion(question, single) : value ? onValue(outline, name, value.is, single) : []
    return fixes.map((fix) => [single, fix] as const)
  })
}

/** Comparisons with what no answer can be. `suspect`: the conditions and the values in which they stand. */
export const comparisons = (
  outline: Outline,
  sound: readonly PlacedCondition[],
): { readonly diagnostics: readonly Diagnostic[]; readonly suspect: ReadonlySet<object> } => {
  const suspect = new Set<object>()
  const diagnostics = sound.flatMap(({ question, what, condition, subject }) => {
    const faults = new Map<string, Diagnostic>()
    for (const comparison of comparisonsOf(condition))
      for (const [single, fix] of faultsIn(outline, comparison))
        faults.set(
          said(single),
          found("impossible-value", question, `${what} asks whether ${said(single)}; that can never be so.`, fix),
        )
    if (faults.size > 0) suspect.add(subject)
    return [...faults.values()]
  })
  return { diagnostics, suspect }
}
