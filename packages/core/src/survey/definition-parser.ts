import * as z from "zod"
import { calculationSchema, conditionSchema } from "../kernel/calculation-parser.ts"
import { parseDuration, type Duration, type Parsed } from "../kernel/duration.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { AnyDefinition } from "./definition.ts"
import { refuse } from "./definition-problem.ts"
import { addressSchema, idSchema, questionSchema, textSchema } from "./question-schema.ts"
import { versionOf } from "./version.ts"

const mostQuestions = 1_000

const duration = z.custom<Duration>(
  (given) => "value" in parseDuration(given, "within"),
  'must be a number and a unit, such as "14 days"',
)

const change = z.discriminatedUnion("change", [
  z.strictObject({ change: z.literal("rename"), question: idSchema, to: idSchema }),
  z.strictObject({ change: z.literal("drop"), question: idSchema }),
  z.strictObject({
    change: z.literal("map"),
    question: idSchema,
    options: z.record(z.string(), z.string().nullable()),
  }),
])

const definition = z.strictObject({
  name: idSchema,
  version: z.string().max(64).exactOptional(),
  questions: z.array(questionSchema).min(1, "ask at least one question").max(mostQuestions),
  values: z
    .array(z.strictObject({ name: idSchema, is: calculationSchema, after: idSchema.nullable() }))
    .exactOptional(),
  mixed: z.array(z.array(idSchema)).exactOptional(),
  endings: z
    .array(
      z.strictObject({
        id: idSchema,
        text: textSchema,
        when: conditionSchema.exactOptional(),
        early: z.boolean().exactOptional(),
        link: addressSchema.exactOptional(),
      }),
    )
    .exactOptional(),
  thanks: textSchema.exactOptional(),
  quotas: z
    .array(
      z.strictObject({ id: idSchema, when: conditionSchema, limit: z.int().min(1), text: textSchema.exactOptional() }),
    )
    .exactOptional(),
  confidentiality: z.enum(["identified", "confidential", "anonymous"]).exactOptional(),
  languages: z.array(z.string().max(35)).exactOptional(),
  within: duration.exactOptional(),
  migrations: z.array(z.strictObject({ from: z.string().max(64), changes: z.array(change) })).exactOptional(),
  unverified: z.literal(true).exactOptional(),
})

const problem = (field: string, message: string) => ({ problem: { field, message } })

/**
 * Reads a survey that comes from outside, as JSON gives it. The problem's field is the way to the part that is wrong
 * (`questions.2.options.0.label`). The version is that of the content; one that is written in it and is another refuses it, because
 * then somebody changed what was answered.
 *
 * @example
 * parseDefinition(JSON.parse(text)) // { value: { name: "visit", version: "3a83…", questions: […] } }
 */
export const parseDefinition = (json: unknown): Parsed<AnyDefinition> => {
  const read = definition.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    return problem(issue?.path.join(".") ?? "survey", issue?.message ?? "is no survey")
  }
  const { name, version, migrations, unverified, ...content } = read.data
  try {
    refuse(name, content)
  } catch (failure) {
    if (!(failure instanceof ConfigurationError)) throw failure
    return problem(failure.option, failure.message.slice(failure.option.length + 2))
  }
  const own = versionOf(content)
  if (version !== undefined && version !== own)
    return problem("version", `must be ${own}, which is that of what is asked; leave it out to take this content`)
  return {
    value: { name, version: own, ...content, ...(migrations && { migrations }), ...(unverified && { unverified }) },
  }
}
