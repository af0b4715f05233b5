import { milliseconds } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import { unguessable } from "../../kernel/random.ts"
import { surveyOf } from "../decide/survey-around.ts"
import type { Loop } from "../loop.ts"
import { claimsFor, lasts, neededLinks } from "./link.ts"

/**
 * A link by which a customer goes on with one of their responses on a page, wherever it began; or begins one, where a survey is named:
 * nothing is written before they answer. Throws `ConfigurationError` where the application has no `secret` or no `publicUrl`, and
 * `InputError` for a response that they do not have, a survey that is not there and somebody who is unknown.
 */
export const linkOf = async (
  loop: Loop,
  customer: string,
  to: string | { readonly survey: string },
): Promise<string> => {
  const links = neededLinks(loop.setting)
  const whole = await loop.whole(customer)
  const now = loop.clock.now()
  if (typeof to !== "string") {
    const definition = surveyOf(loop.setting, to.survey)
    if (!definition) throw new InputError("unknown", "survey", "name one of the surveys of createEscucha")
    if (!whole) throw new InputError("unknown", "customer", "nobody has this name; identify them first")
    const { name: survey, within } = definition
    const expiresAt = now + (within === undefined ? lasts : milliseconds(within))
    return links.urlOf({ stream: whole.id, response: `web:${unguessable()}`, survey, expiresAt })
  }
  for (const [stream, { state }] of whole?.streams ?? []) {
    const known = Object.hasOwn(state.surveys, to) ? state.surveys[to] : undefined
    if (known) return links.urlOf(claimsFor(stream, known, now))
  }
  throw new InputError(
    "unknown",
    "response",
    "give the id of a response of this customer, as ask() and responses() give it",
  )
}
