/**
 * The value of a JSON body, or `undefined` where it is not JSON. What comes back is hostile until a schema has read it.
 *
 * @example
 * const update = Update.safeParse(jsonOf(request.body))
 */
export const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // SyntaxError: the caller's schema refuses `undefined` by name
  }
}
