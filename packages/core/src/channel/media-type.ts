/** Whether a MIME type is one of a list, `image/*` for a whole family. */
export const isTypeIn = (type: string, types: readonly string[]): boolean =>
  types.some((taken) => (taken.endsWith("/*") ? type.startsWith(taken.slice(0, -1)) : type === taken))
