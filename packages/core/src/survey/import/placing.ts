import type { Condition } from "../../kernel/condition.ts"
import type { Asked, Check } from "../question.ts"
import type { Option } from "../question-list.ts"
import type { Reference } from "./dialect.ts"
import type { Item } from "./item.ts"
import { conditionOf, type Scope } from "./scope.ts"
import { either, every } from "./truth.ts"

const omitted = "the question is left out, since it cannot be said when it is asked"

const offered = (scope: Scope, { asked, offers, element }: Item): Asked | undefined => {
  const found = new Map<string, Condition>()
  for (const [value, formulas] of Object.entries(offers)) {
    const each = formulas.map((formula) => conditionOf(scope, { where: element, formula, otherwise: omitted }))
    const conditions = each.filter((condition) => condition !== undefined)
    if (conditions.length < each.length) return undefined
    found.set(value, either(...conditions))
  }
  const withWhen = (option: Option): Option => {
    const when = found.get(option.value)
    return when ? { ...option, when } : option
  }
  if (found.size === 0) return asked
  if (asked.kind === "matrix") return { ...asked, rows: asked.rows.map(withWhen) }
  // each kind keeps the options that it had, with their conditions
  return "options" in asked ? ({ ...asked, options: asked.options.map(withWhen) } as Asked) : asked
}

const whenOf = (scope: Scope, { element, when, follows }: Item): Condition | undefined => {
  const conditions = when.map((formula) => conditionOf(scope, { where: element, formula, otherwise: omitted }))
  if (follows) {
    const path = scope.known.get(follows.name)?.path
    conditions.push(path && { op: follows.op, path, value: follows.value })
  }
  const all = conditions.filter((each) => each !== undefined)
  return all.length === conditions.length ? every(...all) : undefined
}

const referencesOf = ({ symbols }: Item, id: string): ReadonlyMap<string, Reference> =>
  new Map(symbols.map(({ name, part, domain }) => [name, { path: part === undefined ? [id] : [id, part], domain }]))

/** Puts a question behind those that were placed, if it can be said when it is asked; else that is listed, and it is left out. */
export const place = (scope: Scope, item: Item): void => {
  const { element, name, required, requiredWhen, help, checks } = item
  const worked = scope.values.length
  const [when, asked] = [whenOf(scope, item), offered(scope, item)]
  if (!when || !asked) {
    if (scope.values.length > worked) {
      // what was worked out for its conditions alone is of no use any more; what has a name of its own is
      const named = new Set([...scope.known.values()].map(({ path }) => path[0]))
      scope.values.push(...scope.values.splice(worked).filter((value) => named.has(value.name)))
    }
    return
  }
  const id = scope.names.idOf(name)
  const references = referencesOf(item, id)
  const [first] = references.values()
  const own = new Map([...references, ...(first && item.alias !== undefined ? [[item.alias, first] as const] : [])])
  const needed =
    requiredWhen === undefined
      ? undefined
      : conditionOf(scope, { where: element, formula: requiredWhen, otherwise: "it may be passed over" })
  const kept = checks.flatMap(({ that, message }): readonly Check[] => {
    const found =
      typeof that === "string"
        ? conditionOf(scope, { where: element, formula: that, otherwise: "it is not checked", own })
        : that
    return found ? [{ that: found, message }] : []
  })
  const isAlways = when.op === "all" && when.of.length === 0
  scope.questions.push({
    ...asked,
    id,
    required,
    ...(!isAlways && { when }),
    ...(needed && { requiredWhen: needed }),
    ...(help !== undefined && { help }),
    ...(kept.length > 0 && { checks: kept }),
  })
  for (const [symbol, to] of references) {
    scope.known.set(symbol, to)
    if (!scope.known.has(symbol.toLowerCase())) scope.known.set(symbol.toLowerCase(), to)
  }
}
