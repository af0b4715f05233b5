import { fromJsonLogic } from "@escucha/core/survey-import"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
// no door has these two alone
import { compileCalculation } from "../../../packages/core/src/kernel/calculation.ts"
import { compile } from "../../../packages/core/src/kernel/condition.ts"
import { isSame, tally, type Agreed } from "./agreed.ts"

interface Case {
  readonly rule: unknown
  readonly data?: unknown
  readonly result?: unknown
  readonly error?: unknown
}

const isCase = (entry: unknown): entry is Case => typeof entry === "object" && entry !== null && "rule" in entry

const has = (data: unknown, test: (value: unknown) => boolean): boolean =>
  typeof data === "object" && data !== null && Object.values(data).some((value) => test(value) || has(value, test))

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null

const reasonOf = ({ data, error, result }: Case): string | undefined => {
  if (error !== undefined) return "it is an error there; what cannot be worked out is absent here"
  if (isObject(result)) return "a fact that is an object is no value here"
  if (has(data, isObject)) return "an object is true there; here it is neither true nor false"
  if (has(data, (value) => value === null)) return "a fact that is null is there in JSONLogic; here it is absent"
  return undefined
}

/** The cases of json-logic/compat-tables through what our importer makes of their rules. */
export const jsonLogicRow = (data: string): Agreed => {
  const { agree, differ, leaveOut, row } = tally("jsonlogic")
  for (const file of globSync(join(data, "surveys/jsonlogic/suites/**/*.json")).sort())
    for (const each of (JSON.parse(readFileSync(file, "utf8")) as readonly unknown[]).filter(isCase)) {
      const made = fromJsonLogic(each.rule)
      if ("unsupported" in made) {
        leaveOut(
          made.unsupported.map(
            ({ what, reason }) => `${/^[\w.?:!<>=+*/%-]+$/.test(what) ? what : "a value"}: ${reason}`,
          ),
        )
        continue
      }
      const facts = each.data ?? {}
      const ours = "condition" in made ? compile(made.condition)(facts, 0) : compileCalculation(made.calculation)(facts)
      if (each.error === undefined && isSame(ours, each.result)) agree()
      else
        differ(
          {
            what: JSON.stringify([each.rule, each.data ?? null]),
            ours: ours ?? null,
            theirs: each.error ?? each.result,
          },
          reasonOf(each),
        )
    }
  return row()
}
