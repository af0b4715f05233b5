import type { Condition, Path, Scalar } from "../../kernel/condition.ts"
import type { Domain, Reference, Setting } from "./dialect.ts"
import type { Comparing } from "./expression.ts"
import { either, every, lacking, never, noneOf, oneOf, present, settled } from "./truth.ts"

const opposite = {
  "less-than": "at-least",
  "at-most": "greater-than",
  "greater-than": "at-most",
  "at-least": "less-than",
} as const satisfies { readonly [how: string]: Comparing }

/** The same comparison with its sides exchanged. */
export const turned = {
  equals: "equals",
  "less-than": "greater-than",
  "at-most": "at-least",
  "greater-than": "less-than",
  "at-least": "at-most",
} as const satisfies { readonly [how in Comparing]: Comparing }

const numberOf = (value: Scalar | null): number | undefined => {
  if (typeof value === "number") return value
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN
  return Number.isFinite(read) ? read : undefined
}

/** The values of the options of which something holds, as the foreign survey had them. */
const chosen = (path: Path, { options }: Domain & { readonly kind: "options" }, holds: (was: Scalar) => boolean) => {
  const values = options.filter(({ was }) => holds(was)).map(({ value }) => value)
  return values.length === options.length && values.length > 0 ? present(path) : oneOf(path, values)
}

const ordered = (path: Path, how: keyof typeof opposite, value: number, wanted: boolean): Condition => ({
  op: wanted ? how : opposite[how],
  path,
  value,
})

// What holds of a fact that is there and of the kind that was asked about.
const compared = (
  { path, domain }: Reference,
  how: Comparing,
  value: Scalar,
  wanted: boolean,
  { dialect, refuse }: Setting,
): Condition => {
  if (domain.kind === "options") return chosen(path, domain, (was) => dialect.compares(how, was, value) === wanted)
  if (domain.kind === "several" || domain.kind === "list") {
    refuse(`${how} ${JSON.stringify(value)}`, "a list is compared with one value; ask whether it contains it")
    return never
  }
  if (how === "equals") {
    const kind = domain.kind === "any" ? undefined : domain.kind === "text" ? "string" : domain.kind
    const values = dialect.alike(value).filter((each) => kind === undefined || typeof each === kind)
    return wanted ? oneOf(path, values) : noneOf(path, values)
  }
  const number = numberOf(value)
  if (number !== undefined && (domain.kind === "number" || (domain.kind === "any" && typeof value === "number")))
    return ordered(path, how, number, wanted)
  refuse(`${how} ${JSON.stringify(value)}`, "only numbers have an order here; ask for the value as a number")
  return never
}

/** A fact compared with a value: holds where the comparison is `wanted`, and says nothing where it is not. */
export const comparison = (
  to: Reference,
  how: Comparing,
  value: Scalar | null,
  wanted: boolean,
  setting: Setting,
): Condition => {
  const { path } = to
  const whereAbsent = setting.dialect.absent(how, value) === wanted ? lacking(path) : never
  if (value === null) {
    // what is there is not null; it is equal to it nowhere, and in no order with it
    return either(whereAbsent, wanted ? never : present(path))
  }
  return either(whereAbsent, compared(to, how, value, wanted, setting))
}

/** A fact that counts as true, or as false, where no comparison is written. */
export const truthOf = ({ path, domain }: Reference, wanted: boolean, { dialect, refuse }: Setting): Condition => {
  const isTruth =
    domain.kind === "boolean" ||
    (domain.kind === "options" && domain.options.every(({ was }) => typeof was === "boolean"))
  if (!isTruth && !dialect.takesAny) {
    refuse(path.join("."), "it is neither true nor false; ask whether it was answered, or compare it")
    return never
  }
  const whereAbsent = wanted ? never : lacking(path)
  const untrue = [0, "", false] as const
  switch (domain.kind) {
    case "options":
      return either(
        whereAbsent,
        chosen(path, domain, (was) => dialect.isTrue(was) === wanted),
      )
    case "several":
    case "list":
    case "text":
      return wanted ? present(path) : whereAbsent
    case "number":
      return either(whereAbsent, wanted ? noneOf(path, [0]) : oneOf(path, [0]))
    case "boolean":
      return either(whereAbsent, oneOf(path, [wanted]))
    case "any":
      return either(whereAbsent, wanted ? noneOf(path, untrue) : oneOf(path, untrue))
  }
}

const element = (domain: Domain, value: Scalar, { dialect }: Setting): readonly Scalar[] => {
  if (domain.kind !== "several") return dialect.alike(value)
  return domain.options.filter(({ was }) => dialect.compares("equals", was, value)).map((option) => option.value)
}

const hasOne = (path: Path, values: readonly Scalar[]): Condition =>
  either(...values.map((value): Condition => ({ op: "contains", path, value })))

/** A list, or a text, that has a value in it. */
export const containing = (to: Reference, value: Scalar, wanted: boolean, setting: Setting): Condition => {
  const { path, domain } = to
  const whereAbsent = wanted ? never : lacking(path)
  const isText =
    domain.kind === "text" || (domain.kind === "options" && domain.options.every(({ was }) => typeof was !== "boolean"))
  if (isText && !setting.dialect.hasIn(value, value)) {
    setting.refuse(`contains ${JSON.stringify(value)}`, "it is looked for in a text, and is none")
    return never
  }
  if (domain.kind === "options" && isText)
    return either(
      whereAbsent,
      chosen(path, domain, (was) => setting.dialect.hasIn(was, value) === wanted),
    )
  if (domain.kind === "number" || domain.kind === "boolean" || domain.kind === "options") {
    setting.refuse(`contains ${JSON.stringify(value)}`, "it is no list and no text")
    return never
  }
  const found = hasOne(path, domain.kind === "text" ? [String(value)] : element(domain, value, setting))
  return either(whereAbsent, wanted ? found : every(present(path), negated(found)))
}

const negated = (condition: Condition): Condition =>
  condition.op === "any" && condition.of.length === 0 ? settled(true) : { op: "not", of: condition }

/** Nothing was answered, or nothing that counts. */
export const emptiness = ({ path, domain }: Reference, wanted: boolean): Condition => {
  if (domain.kind !== "any") return wanted ? lacking(path) : present(path)
  return wanted ? either(lacking(path), oneOf(path, [""])) : every(present(path), negated(oneOf(path, [""])))
}
