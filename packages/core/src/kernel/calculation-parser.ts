import * as z from "zod"
import type { Calculation } from "./calculation.ts"
import { parseCondition } from "./condition-parser.ts"
import { refusedNames, type Condition } from "./condition.ts"

const path = z
  .array(
    z
      .string()
      .min(1)
      .refine((name) => !refusedNames.has(name), "is no name of a fact"),
  )
  .min(1)
  .max(16)
const scalar = z.union([z.string(), z.number(), z.boolean()])

/** A condition that comes from outside, as part of something larger. */
export const conditionSchema: z.ZodType<Condition> = z.unknown().transform((json, context) => {
  const read = parseCondition(json)
  if ("value" in read) return read.value
  const { field, message } = read.problem
  context.addIssue({ code: "custom", message: `${field}: ${message}` })
  return z.NEVER
})

/** How deep a calculation that comes from outside may be nested. */
const deepest = 16

const level = (depth: number): z.ZodType<Calculation> => {
  const inner: z.ZodType<Calculation> = depth === 0 ? z.never() : z.lazy(() => level(depth - 1))
  return z.discriminatedUnion("op", [
    z.strictObject({ op: z.literal("value"), value: scalar }),
    z.strictObject({ op: z.literal("fact"), path }),
    z.strictObject({ op: z.enum(["sum", "product", "mean", "min", "max"]), of: z.array(inner).min(1).max(100) }),
    z.strictObject({ op: z.enum(["difference", "quotient"]), of: z.tuple([inner, inner]) }),
    z.strictObject({ op: z.literal("round"), of: inner, decimals: z.int().min(0).max(12) }),
    z.strictObject({ op: z.literal("count"), path }),
    z.strictObject({ op: z.literal("place"), path, value: scalar }),
    z.strictObject({ op: z.literal("points"), path, table: z.record(z.string().max(200), z.number()) }),
    z.strictObject({ op: z.literal("if"), when: conditionSchema, is: inner, otherwise: inner }),
  ])
}

/** A calculation that comes from outside. What is nested deeper than 16 levels is refused. */
export const calculationSchema: z.ZodType<Calculation> = level(deepest)
