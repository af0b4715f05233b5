import { InputError } from "../../kernel/errors.ts"

const encoder = new TextEncoder()

/** Whether two secrets are the same, in a time that depends on the length of what was given alone. */
export const isSameSecret = (given: string, secret: string): boolean => {
  const [one, two] = [encoder.encode(given), encoder.encode(secret)]
  let difference = one.length ^ two.length
  for (let index = 0; index < one.length; index++)
    difference |= (one[index] ?? 0) ^ (two[index % Math.max(1, two.length)] ?? 0)
  return difference === 0 && two.length > 0
}

/** Whether a page of this origin may call: one on the list, or a call that is not from a page at all or from our own. */
export const allowsOrigin = (
  origin: string | undefined,
  host: string | undefined,
  origins: readonly string[],
): boolean => {
  if (origin === undefined) return true
  if (origins.includes(origin)) return true
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

/** The headers that let a page of an allowed origin read the answer. Bearer tokens only: no credentials, no wildcard. */
export const corsHeaders = (origin: string | undefined): { readonly [name: string]: string } =>
  origin === undefined
    ? {}
    : {
        "access-control-allow-origin": origin,
        "access-control-allow-headers": "authorization, content-type, last-event-id",
        "access-control-allow-methods": "GET, POST",
        "access-control-max-age": "600",
        vary: "origin",
      }

/** Refuses a JSON call that a form or an image could have made. */
export const mustBeJson = (contentType: string | undefined): void => {
  if (!/^application\/json\b/i.test(contentType ?? ""))
    throw new InputError("invalid", "content-type", "send application/json")
}
