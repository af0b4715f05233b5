import type { Condition, Path, Scalar } from "../../kernel/condition.ts"

/** Holds for everybody. */
export const always: Condition = { op: "all", of: [] }

/** Holds for nobody. */
export const never: Condition = { op: "any", of: [] }

/** A condition that is settled. */
export const settled = (holds: boolean): Condition => (holds ? always : never)

const isSettled = (condition: Condition, as: "all" | "any"): boolean => condition.op === as && condition.of.length === 0

const joined = (op: "all" | "any", of: readonly Condition[]): Condition => {
  const [neutral, decisive] = op === "all" ? ([always, never] as const) : ([never, always] as const)
  if (of.some((each) => isSettled(each, op === "all" ? "any" : "all"))) return decisive
  const parts = of.filter((each) => !isSettled(each, op)).flatMap((each) => (each.op === op ? each.of : [each]))
  const different = [...new Map(parts.map((each) => [JSON.stringify(each), each])).values()]
  const [only, ...more] = different
  if (!only) return neutral
  return more.length === 0 ? only : { op, of: different }
}

/** All of these, without what goes without saying. */
export const every = (...of: readonly Condition[]): Condition => joined("all", of)

/** One of these, without what goes without saying. */
export const either = (...of: readonly Condition[]): Condition => joined("any", of)

/** The fact is there. */
export const present = (path: Path): Condition => ({ op: "exists", path })

/** The fact is not there. */
export const lacking = (path: Path): Condition => ({ op: "not", of: present(path) })

/** The fact is one of these values. */
export const oneOf = (path: Path, values: readonly Scalar[]): Condition => {
  const [only, ...more] = values
  if (only === undefined) return never
  return more.length === 0 ? { op: "equals", path, value: only } : { op: "in", path, value: values }
}

/** The fact is there, and none of these values. */
export const noneOf = (path: Path, values: readonly Scalar[]): Condition => {
  const [only, ...more] = values
  if (only === undefined) return present(path)
  return more.length === 0
    ? { op: "not-equals", path, value: only }
    : { op: "not", of: { op: "in", path, value: values } }
}
