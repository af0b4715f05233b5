import * as z from "zod"
import { conditionSchema } from "../kernel/calculation-parser.ts"
import type { Localized } from "../kernel/localized.ts"
import type { Question } from "./question.ts"
import { contactFields } from "./question-form.ts"
import type { Day } from "./question-words.ts"

const longestText = 4_000
const mostOptions = 1_000

const words = z.string().max(longestText)
const tag = z.string().regex(/^[A-Za-z]{1,8}(?:-[A-Za-z\d]{1,8}){0,4}$/, "must be a language, such as es or pt-BR")

/** A text for people: one, or one for each language. */
export const textSchema: z.ZodType<Localized> = z.union([words, z.record(tag, words)])

/** What names an answer, an option, an ending. */
export const idSchema = z.string().min(1).max(64)

const value = z.string().max(200)
const option = z.strictObject({
  value,
  label: textSchema,
  when: conditionSchema.exactOptional(),
  alone: z.boolean().exactOptional(),
})
/** Where a picture or a page lies: https, or a path of one's own. */
export const addressSchema = z
  .string()
  .max(2_048)
  .regex(/^(?:https:\/\/|\/(?!\/))/, "must begin with https:// or with /")
const image = option.extend({ image: addressSchema, alt: textSchema })
const options = z.array(option).min(1).max(mostOptions)
const order = z.union([z.literal("mixed"), z.strictObject({ last: z.array(value) })]).exactOptional()
const ends = z.strictObject({ low: textSchema, high: textSchema }).exactOptional()
const day = z
  .templateLiteral([z.number(), "-", z.number(), "-", z.number()])
  .pipe(
    z.custom<Day>(
      (given) => typeof given === "string" && /^\d{4}-\d{2}-\d{2}$/.test(given),
      "must be a day, such as 2026-03-29",
    ),
  )
const length = z.int().min(1).max(100_000)
const count = z.int().min(0).max(mostOptions)
const text = textSchema

const placed = {
  id: idSchema,
  required: z.boolean(),
  when: conditionSchema.exactOptional(),
  requiredWhen: conditionSchema.exactOptional(),
  help: textSchema.exactOptional(),
  wording: z
    .strictObject({
      web: text.exactOptional(),
      email: text.exactOptional(),
      sms: text.exactOptional(),
      chat: text.exactOptional(),
      voice: text.exactOptional(),
    })
    .exactOptional(),
  checks: z
    .array(z.strictObject({ that: conditionSchema, message: text }))
    .max(20)
    .exactOptional(),
  trait: idSchema.exactOptional(),
}

const kind = <const Kind extends string, Shape extends z.ZodRawShape>(name: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(name), text, ...placed, ...shape })

const bound = z.number().exactOptional()

const flat = [
  kind("nps", {}),
  kind("csat", {}),
  kind("ces", {}),
  kind("rating", { high: z.int(), ends }),
  kind("slider", { low: z.number(), high: z.number(), step: z.number(), ends }),
  kind("number", { low: bound, high: bound, whole: z.boolean().exactOptional(), unit: text.exactOptional() }),
  kind("choice", { options, order }),
  kind("dropdown", { options, order }),
  kind("image-choice", { options: z.array(image).min(1).max(mostOptions), order }),
  kind("choices", { options, order, least: count, most: count }),
  kind("ranking", { options, order, top: count }),
  kind("matrix", { rows: options, columns: options, order }),
  kind("max-diff", { options, order, sets: z.array(z.array(value).min(2).max(20)).min(1).max(200) }),
  kind("text", { minLength: length, maxLength: length }),
  kind("open-text", { maxLength: length }),
  kind("date", { earliest: day.exactOptional(), latest: day.exactOptional() }),
  kind("time", {}),
  kind("email", {}),
  kind("phone", {}),
  kind("file", {
    accept: z.array(z.string().max(100)).min(1).max(50),
    maxBytes: z.int().min(1),
    most: z.int().min(1).max(20),
  }),
  kind("consent", { purpose: idSchema.exactOptional() }),
  kind("contact", {
    fields: z.array(z.enum(contactFields)).min(1),
    optional: z.array(z.enum(contactFields)),
  }),
  kind("statement", {}),
] as const

const inner = z.discriminatedUnion("kind", flat)

/** A question that comes from outside. */
export const questionSchema: z.ZodType<Question> = z.discriminatedUnion("kind", [
  ...flat,
  kind("panel", { questions: z.array(inner).min(1).max(50), least: count, most: count, another: text }),
])
