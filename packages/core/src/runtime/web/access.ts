import { InputError } from "../../kernel/errors.ts"

/** Whether two secrets are the same, in a time that depends on the length of what was given alone. */
export const isSameSecret = (given: string, secret: string): boolean => {
  let difference = given.length ^ secret.length
  for (let index = 0; index < given.length; index++)
    difference |= given.charCodeAt(index) ^ secret.charCodeAt(index % Math.max(1, secret.length))
  return difference === 0 && secret.length > 0
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
