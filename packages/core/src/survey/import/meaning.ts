import type { Calculation } from "../../kernel/calculation.ts"
import type { Condition, Scalar } from "../../kernel/condition.ts"
import { comparison, containing, emptiness, truthOf, turned } from "./comparison.ts"
import type { Reference, Setting } from "./dialect.ts"
import { literals, type Comparing, type Doing, type Expression } from "./expression.ts"
import { either, every, lacking, never, present, settled } from "./truth.ts"

const nothing: Expression = { kind: "literal", value: null }
/** What is never there. */
const absent: Calculation = { op: "min", of: [] }
const zero: Calculation = { op: "value", value: 0 }

const comparings: ReadonlySet<Doing> = new Set<Doing>(["equals", "less-than", "at-most", "greater-than", "at-least"])
const truths: ReadonlySet<Doing> = new Set<Doing>(["not", "truth", "empty", "contains", "any-of", "all-of"])
const isComparing = (name: Doing): name is Comparing => comparings.has(name)

/** Whether an expression comes to true or false and to nothing else. */
export const isTruth = (expression: Expression): boolean => {
  if (expression.kind === "literal") return typeof expression.value === "boolean"
  if (expression.kind !== "call") return false
  const { name, of } = expression
  if (name === "and" || name === "or") return of.every(isTruth)
  if (name === "if") return of.length > 2 && of.slice(1).every(isTruth)
  return isComparing(name) || truths.has(name)
}

/** An expression in words, for the list of what is not supported. */
const spelled = (expression: Expression): string => {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value)
    case "reference":
      return expression.name
    case "list":
      return `[${expression.of.map(spelled).join(", ")}]`
    case "foreign":
      return expression.what
    case "call":
      return `${expression.name}(${expression.of.map(spelled).join(", ")})`
  }
}

const referred = (name: string, { refer, refuse }: Setting): Reference | undefined => {
  const found = refer(name)
  if (!found) refuse(name, "it names nothing that is answered before")
  return found
}

const refused = (expression: Expression, { refuse }: Setting, reason: string): Condition => {
  if (expression.kind === "foreign") refuse(expression.what, expression.reason)
  else refuse(spelled(expression), reason)
  return never
}

const isNumberList = (options: readonly { readonly was: Scalar }[]): boolean =>
  options.every(({ was }) => typeof was === "number")

const isNumeric = (expression: Expression, setting: Setting): boolean => {
  if (expression.kind === "literal") return typeof expression.value === "number"
  if (expression.kind === "call") return !isTruth(expression) && !["if", "and", "or"].includes(expression.name)
  if (expression.kind !== "reference") return false
  const domain = setting.refer(expression.name)?.domain
  return domain?.kind === "number" || (domain?.kind === "options" && isNumberList(domain.options))
}

// Two numbers, of which none is written down: by how much they differ is worked out, and compared with zero.
const differing = (
  how: Comparing,
  one: Expression,
  other: Expression,
  wanted: boolean,
  setting: Setting,
): Condition => {
  // what is divided by zero may not be there, as an answer may not
  const named = (of: Expression) => {
    if (of.kind === "reference") return referred(of.name, setting)?.path
    return of.kind === "call" && of.name === "quotient" ? setting.work?.(amount(of, setting)) : undefined
  }
  const [left, right] = [named(one), named(other)]
  const isSame = setting.dialect.absent(how, null)
  if (left && right && left.join("\0") === right.join("\0")) return settled(isSame === wanted)
  if (!setting.work || !isNumeric(one, setting) || !isNumeric(other, setting))
    return refused(
      { kind: "call", name: how, of: [one, other] },
      setting,
      "a fact is compared with a value that is written down, or two numbers of a survey with each other",
    )
  const path = setting.work({ op: "difference", of: [amount(one, setting), amount(other, setting)] })
  const known = comparison({ path, domain: { kind: "number" } }, how, 0, wanted, setting)
  if (!left || !right || !isSame) return known
  return wanted
    ? either(known, every(lacking(left), lacking(right)))
    : every(known, either(present(left), present(right)))
}

const listed = (how: Comparing, one: Expression, other: Expression, wanted: boolean, setting: Setting): Condition => {
  const values = literals(other)
  const to = one.kind === "reference" ? referred(one.name, setting) : undefined
  const isList = to && (to.domain.kind === "several" || to.domain.kind === "list" || to.domain.kind === "any")
  if (how !== "equals" || !values || !to || !isList || !setting.work)
    return refused(
      { kind: "call", name: how, of: [one, other] },
      setting,
      "only a list of answers is compared with a list",
    )
  const path = setting.work({ op: "count", path: to.path })
  const isAsLong = comparison({ path, domain: { kind: "number" } }, "equals", values.length, wanted, setting)
  const parts = values.map((value) => (value === null ? never : containing(to, value, wanted, setting)))
  return wanted ? every(isAsLong, ...parts) : either(isAsLong, ...parts)
}

const compares = (how: Comparing, one: Expression, other: Expression, wanted: boolean, setting: Setting): Condition => {
  if (one.kind === "foreign" || other.kind === "foreign")
    return refused(one.kind === "foreign" ? one : other, setting, "")
  if (other.kind === "list") return listed(how, one, other, wanted, setting)
  if (one.kind === "list") return listed(how, other, one, wanted, setting)
  if (one.kind === "literal") {
    if (other.kind !== "literal") return compares(turned[how], other, one, wanted, setting)
    const { dialect } = setting
    const isSo = one.value === null ? dialect.absent(how, other.value) : dialect.compares(how, one.value, other.value)
    return settled(isSo === wanted)
  }
  if (one.kind === "call" && one.name === "if" && one.of.length > 2) {
    const [when = nothing, is = nothing, otherwise = nothing] = one.of
    const arm = (of: Expression): Expression => ({ kind: "call", name: how, of: [of, other] })
    return holds({ kind: "call", name: "if", of: [when, arm(is), arm(otherwise)] }, wanted, setting)
  }
  if (other.kind !== "literal") return differing(how, one, other, wanted, setting)
  if (one.kind === "reference") {
    const to = referred(one.name, setting)
    return to ? comparison(to, how, other.value, wanted, setting) : never
  }
  if (isTruth(one)) {
    if (how === "equals" && typeof other.value === "boolean") return holds(one, other.value === wanted, setting)
    return refused(
      { kind: "call", name: how, of: [one, other] },
      setting,
      "what is true or false is compared with neither",
    )
  }
  if (!setting.work)
    return refused(one, setting, "a condition compares facts; work it out first, as a value of the survey")
  return comparison(
    { path: setting.work(worth(one, setting)), domain: { kind: "number" } },
    how,
    other.value,
    wanted,
    setting,
  )
}

const has = (of: readonly Expression[], wanted: boolean, setting: Setting): Condition => {
  const [one = nothing, other = nothing] = of
  const parts = literals(other)
  const within = literals(one)
  if (one.kind === "list" && other.kind === "reference") return anyOf([other, one], wanted, setting)
  if (within && parts) {
    const [text, part] = [within[0] ?? null, parts[0] ?? null]
    if (one.kind === "list" && parts.length === 1)
      return settled(within.some((each) => each !== null && part !== null && isLike(each, part, setting)) === wanted)
    if (typeof text === "string" && typeof part === "string")
      return settled(setting.dialect.hasIn(text, part) === wanted)
  }
  const to = one.kind === "reference" ? referred(one.name, setting) : undefined
  if (!to || !parts)
    return refused({ kind: "call", name: "contains", of }, setting, "a fact is asked for values that are written down")
  const each = parts.map((value) => (value === null ? never : containing(to, value, wanted, setting)))
  return wanted ? every(...each) : either(...each)
}

const isLike = (one: Scalar, other: Scalar, { dialect }: Setting): boolean => dialect.compares("equals", one, other)

const anyOf = (of: readonly Expression[], wanted: boolean, setting: Setting): Condition => {
  const [one = nothing, other = nothing] = of
  const values = literals(other)
  const to = one.kind === "reference" ? referred(one.name, setting) : undefined
  if (one.kind === "literal" && values)
    return settled(
      values.some((each) => one.value !== null && each !== null && isLike(one.value, each, setting)) === wanted,
    )
  if (!to || !values)
    return refused(
      { kind: "call", name: "any-of", of },
      setting,
      "a fact is looked for among values that are written down",
    )
  const isList = to.domain.kind === "several" || to.domain.kind === "list"
  const each = values.flatMap((value): readonly Condition[] => {
    if (value === null) return []
    return [isList ? containing(to, value, wanted, setting) : comparison(to, "equals", value, wanted, setting)]
  })
  return wanted ? either(...each) : every(...each)
}

const branches = (of: readonly Expression[]): readonly [Expression, Expression, Expression] => [
  of[0] ?? nothing,
  of[1] ?? nothing,
  of[2] ?? nothing,
]

/**
 * The condition that holds where an expression comes to what is `wanted`, and does not hold anywhere else: what is unknown is looked at
 * here, so that the negation of a condition never meets it.
 */
export const holds = (expression: Expression, wanted: boolean, setting: Setting): Condition => {
  if (expression.kind === "literal")
    return settled((expression.value !== null && setting.dialect.isTrue(expression.value)) === wanted)
  if (expression.kind === "reference") {
    const to = referred(expression.name, setting)
    return to ? truthOf(to, wanted, setting) : never
  }
  if (expression.kind !== "call") return refused(expression, setting, "a list is neither true nor false")
  const { name, of } = expression
  if (isComparing(name)) return compares(name, of[0] ?? nothing, of[1] ?? nothing, wanted, setting)
  switch (name) {
    case "and":
    case "or":
      return ((name === "and") === wanted ? every : either)(...of.map((each) => holds(each, wanted, setting)))
    case "not":
      return holds(of[0] ?? nothing, !wanted, setting)
    case "truth":
      return holds(of[0] ?? nothing, wanted, setting)
    case "if": {
      const [when, is, otherwise] = branches(of)
      return either(
        every(holds(when, true, setting), holds(is, wanted, setting)),
        every(holds(when, false, setting), holds(otherwise, wanted, setting)),
      )
    }
    case "empty": {
      const [one = nothing] = of
      if (one.kind === "literal") return settled((one.value === null || one.value === "") === wanted)
      const to = one.kind === "reference" ? referred(one.name, setting) : undefined
      return to ? emptiness(to, wanted) : refused(expression, setting, "only a fact can be empty")
    }
    case "contains":
    case "all-of":
      return has(of, wanted, setting)
    case "any-of":
      return anyOf(of, wanted, setting)
    default:
      if (!setting.work) return refused(expression, setting, "a number is neither true nor false; compare it with one")
      return truthOf({ path: setting.work(worth(expression, setting)), domain: { kind: "number" } }, wanted, setting)
  }
}

/** How a number is counted with: what is not there as zero, or a list as the sum of its elements. */
type Counting = "zero" | "elements" | undefined

const amountOf = (to: Reference, name: string, counting: Counting, { refuse }: Setting): Calculation => {
  const { path, domain } = to
  const known = (is: Calculation): Calculation => (counting === "zero" ? { op: "sum", of: [is, zero] } : is)
  switch (domain.kind) {
    case "number":
    case "any":
      return known({ op: "fact", path })
    case "options":
    case "several":
      if (isNumberList(domain.options) && (domain.kind === "options" || counting === "elements"))
        return known({
          op: "points",
          path,
          table: Object.fromEntries(domain.options.map(({ value, was }) => [value, Number(was)])),
        })
  }
  refuse(name, "it is counted with, and is no number")
  return absent
}

// What is added ignores what is not there; what is taken away does not.
const added = (parts: readonly Calculation[]): Calculation =>
  parts.reduce((left, right) => {
    const isWritten = right.op === "value" && typeof right.value === "number"
    const negative: Calculation = isWritten
      ? { op: "value", value: -Number(right.value) }
      : { op: "difference", of: [zero, right] }
    return { op: "difference", of: [left, negative] }
  })

const arithmetic = (name: Doing, of: readonly Expression[], setting: Setting): Calculation | undefined => {
  const counts = setting.dialect.absentIsZero ? "zero" : undefined
  const parts = (counting: Counting) => of.map((each) => amount(each, setting, counting))
  const [one = absent, other = absent] = name === "difference" || name === "quotient" ? parts(counts) : []
  switch (name) {
    case "sum":
      return counts ? { op: "sum", of: parts(counts) } : added(parts(undefined))
    case "total":
      return { op: "sum", of: parts("elements") }
    case "product":
      return { op: "product", of: parts(counts) }
    case "difference":
    case "quotient":
      return { op: name, of: [one, other] }
    case "min":
    case "max":
    case "mean":
      return { op: name, of: parts(undefined) }
    default:
      return undefined
  }
}

/** What an expression comes to as a number. */
const amount = (expression: Expression, setting: Setting, counting?: Counting): Calculation => {
  if (expression.kind === "literal" && typeof expression.value === "number")
    return { op: "value", value: expression.value }
  if (expression.kind === "reference") {
    const to = referred(expression.name, setting)
    return to ? amountOf(to, expression.name, counting, setting) : absent
  }
  if (expression.kind !== "call") {
    refused(expression, setting, "it is counted with, and is no number")
    return absent
  }
  const { name, of } = expression
  if (name === "round") {
    const [one = nothing, decimals = { kind: "literal", value: 0 }] = of
    if (decimals.kind === "literal" && typeof decimals.value === "number")
      return { op: "round", of: amount(one, setting), decimals: decimals.value }
    refused(expression, setting, "to how many decimals is written down")
    return absent
  }
  if (name === "count") {
    const to = of[0]?.kind === "reference" ? referred(of[0].name, setting) : undefined
    if (to && ["several", "list", "any"].includes(to.domain.kind)) {
      // a list that is not there has no elements
      return { op: "sum", of: [{ op: "count", path: to.path }, zero] }
    }
    refused(expression, setting, "only what is in a list is counted")
    return absent
  }
  if (name === "if") {
    const [when, is, otherwise] = branches(of)
    return {
      op: "if",
      when: holds(when, true, setting),
      is: amount(is, setting, counting),
      otherwise: amount(otherwise, setting, counting),
    }
  }
  const worked = arithmetic(name, of, setting)
  // what is divided by zero is not there, either
  if (worked) return counting === "zero" && name === "quotient" ? { op: "sum", of: [worked, zero] } : worked
  refused(expression, setting, "it is counted with, and is no number")
  return absent
}

/** What an expression comes to: a number, a text, or whether it is true. */
export const worth = (expression: Expression, setting: Setting): Calculation => {
  if (expression.kind === "literal")
    return expression.value === null ? absent : { op: "value", value: expression.value }
  if (expression.kind === "reference") {
    const to = referred(expression.name, setting)
    if (!to) return absent
    const { path, domain } = to
    if (domain.kind === "options" && isNumberList(domain.options))
      return amountOf(to, expression.name, undefined, setting)
    if (domain.kind === "several" || domain.kind === "list")
      setting.refuse(expression.name, "a list is no single value")
    return { op: "fact", path }
  }
  if (isTruth(expression))
    return {
      op: "if",
      when: holds(expression, true, setting),
      is: { op: "value", value: true },
      otherwise: { op: "value", value: false },
    }
  if (expression.kind !== "call") return amount(expression, setting)
  const { name, of } = expression
  if (name === "if") {
    const [when, is, otherwise] = branches(of)
    return { op: "if", when: holds(when, true, setting), is: worth(is, setting), otherwise: worth(otherwise, setting) }
  }
  if (name === "and" || name === "or") {
    const [first = nothing, ...rest] = of
    const [second] = rest
    if (!second) return worth(first, setting)
    const more: Expression = { kind: "call", name, of: rest }
    const [is, otherwise] = name === "and" ? [more, first] : [first, more]
    return {
      op: "if",
      when: holds(first, true, setting),
      is: worth(is, setting),
      otherwise: worth(otherwise, setting),
    }
  }
  return amount(expression, setting)
}
