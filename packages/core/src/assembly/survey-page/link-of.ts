import { InputError } from "../../kernel/errors.ts"
import type { Loop } from "../loop.ts"
import { claimsFor, neededLinks } from "./link.ts"

/**
 * A link by which a customer goes on with one of their responses on a page, wherever it began. Throws `ConfigurationError` where the
 * application has no `secret` or no `publicUrl`, and `InputError` for a response that they do not have.
 */
export const linkOf = async (loop: Loop, customer: string, response: string): Promise<string> => {
  const links = neededLinks(loop.setting)
  const whole = await loop.whole(customer)
  for (const [stream, { state }] of whole?.streams ?? []) {
    const known = Object.hasOwn(state.surveys, response) ? state.surveys[response] : undefined
    if (known) return links.urlOf(claimsFor(stream, known, loop.clock.now()))
  }
  throw new InputError(
    "unknown",
    "response",
    "give the id of a response of this customer, as ask() and responses() give it",
  )
}
