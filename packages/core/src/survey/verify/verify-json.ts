import { parseDefinition } from "../definition-parser.ts"
import { malformed, type Diagnostic, type VerifyOptions } from "./diagnostic.ts"
import { verify } from "./verify.ts"

/**
 * What is wrong with a survey that comes from outside, as JSON gives it, which may be anything. What is no survey at all has one
 * diagnostic, `malformed`, with the way to the part that is wrong.
 *
 * @example
 * verifyJson(JSON.parse(text)) // [{ code: "malformed", severity: "error", message: …, fix: … }]
 */
export const verifyJson = (json: unknown, options: VerifyOptions = {}): readonly Diagnostic[] => {
  const read = parseDefinition(json)
  if ("value" in read) return verify(read.value, options)
  return [malformed(read.problem.field, read.problem.message)]
}
