import type { Calculation } from "../../kernel/calculation.ts"
import type { Condition } from "../../kernel/condition.ts"
import type { SurveyValue } from "../definition.ts"
import type { Question } from "../question.ts"
import type { Dialect, Domain, Reference, Setting } from "./dialect.ts"
import type { Expression } from "./expression.ts"
import type { Formula } from "./item.ts"
import { holds, worth } from "./meaning.ts"
import { createNames, type Names } from "./names.ts"
import type { Unsupported } from "./unsupported.ts"

/** What a scope is begun with. */
export interface ScopeOptions {
  readonly dialect: Dialect
  /** Reads a formula. */
  readonly read: (formula: string, scope: Scope) => Expression
  readonly list: (entry: Unsupported) => void
  /** Inside a panel that repeats: what a name is called there; `undefined` where it stands for nothing in there. */
  readonly inside?: (name: string) => string | undefined
  /** What is worked out, by name, as formulas. */
  readonly calculated?: ReadonlyMap<string, string>
}

/** Where questions follow each other, and what conditions know at each place. */
export interface Scope extends ScopeOptions {
  readonly names: Names
  readonly known: Map<string, Reference>
  readonly questions: Question[]
  readonly values: SurveyValue[]
  /** The names whose values are being worked out: one that leads back to itself is refused. */
  readonly tried: Set<string>
}

/** A scope in which nothing is asked yet. */
export const createScope = (options: ScopeOptions): Scope => ({
  ...options,
  names: createNames(),
  known: new Map(),
  questions: [],
  values: [],
  tried: new Set(),
})

const after = ({ questions }: Scope): string | null => questions.at(-1)?.id ?? null

// Gives a name to what is worked out from what was answered so far.
const worker =
  (scope: Scope) =>
  (is: Calculation): readonly string[] => {
    const same = scope.values.find(
      (each) => each.after === after(scope) && JSON.stringify(each.is) === JSON.stringify(is),
    )
    if (same) return [same.name]
    const name = scope.names.fresh("worked")
    scope.values.push({ name, is, after: after(scope) })
    return [name]
  }

/** What a name stands for here; `undefined` where it stands for nothing that is answered before. */
export const refer = (scope: Scope, name: string): Reference | undefined => {
  const key = scope.inside ? scope.inside(name) : name
  if (key === undefined) return undefined
  const find = () => scope.known.get(key) ?? scope.known.get(key.toLowerCase())
  const found = find()
  if (found) return found
  calculate(scope, key)
  return find()
}

type Own = ReadonlyMap<string, Reference>

// What follows from the answer itself is worked out too late to refuse it, and nothing is worked out inside a panel.
const settingOf = (scope: Scope, refuse: Setting["refuse"], own?: Own): Setting => ({
  dialect: scope.dialect,
  refuse,
  refer: (name) => own?.get(scope.inside?.(name) ?? name) ?? refer(scope, name),
  ...(!scope.inside && !own && { work: worker(scope) }),
})

const domainOf = (is: Calculation): Domain => {
  if (is.op === "fact") return { kind: "any" }
  const [one, other] = is.op === "if" ? [domainOf(is.is), domainOf(is.otherwise)] : []
  if (one && other) return one.kind === other.kind ? one : { kind: "any" }
  if (is.op !== "value" || typeof is.value === "number") return { kind: "number" }
  return { kind: typeof is.value === "boolean" ? "boolean" : "text" }
}

/** Works out a value that has a formula, if it can be said from what was answered so far. */
export const calculate = (scope: Scope, name: string): void => {
  const formula = scope.calculated?.get(name)
  if (formula === undefined || scope.tried.has(name) || scope.known.has(name)) return
  scope.tried.add(name)
  let isRefused = false
  const is = worth(
    scope.read(formula, scope),
    settingOf(scope, () => (isRefused = true)),
  )
  scope.tried.delete(name)
  if (isRefused) return
  const id = scope.names.idOf(name)
  scope.values.push({ name: id, is, after: after(scope) })
  scope.known.set(name, { path: [id], domain: domainOf(is) })
}

/** A formula whose condition is wanted: where it stands, and what becomes of the place where it cannot be said. */
export interface Wanted {
  readonly where: string
  readonly formula: Formula
  readonly otherwise: string
  /** What the answer itself is called, for a rule about it. */
  readonly own?: Own
}

/** The condition that a formula is; `undefined` where it cannot be said, which is listed then. */
export const conditionOf = (
  scope: Scope,
  { where, formula: wanted, otherwise, own }: Wanted,
): Condition | undefined => {
  const { formula, expression } =
    typeof wanted === "string" ? { formula: wanted, expression: scope.read(wanted, scope) } : wanted
  let isRefused = false
  const refuse = (what: string, why: string) => {
    isRefused = true
    const part = what === formula ? formula : `${formula} (${what})`
    scope.list({ where, what: part, reason: why === "" ? otherwise : `${why}; ${otherwise}` })
  }
  const found = holds(expression, true, settingOf(scope, refuse, own))
  return isRefused ? undefined : found
}
