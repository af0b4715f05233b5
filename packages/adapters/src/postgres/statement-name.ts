import { hash } from "node:crypto"

const names = new Map<string, string>()

/**
 * The name that a statement is prepared by: a hash of its text, because behind a pooler several programs may share a connection, and
 * the same name must never be another statement. Texts are constants of ours, so there are only so many.
 */
export const statementName = (text: string): string => {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = hash("sha256", text, "base64url").slice(0, 22)
  names.set(text, name)
  return name
}
