import { operandsOf, type Reading } from "./reads.ts"

const mostParts = 6
const between = "\u0001"

/**
 * Texts of every sort that comparisons tell apart: each that is compared with, and one for each set of parts that are looked for. Signs
 * that nobody writes stand between the parts, so that a text contains what it was made of and nothing else. `undefined`: too many.
 */
export const textsFor = (
  { comparisons, uses }: Reading,
  isTaken: (value: string) => boolean = () => true,
): readonly string[] | undefined => {
  const isText = (value: unknown): value is string => typeof value === "string"
  const parts = [
    ...new Set(comparisons.flatMap((each) => (each.op === "contains" ? operandsOf(each).filter(isText) : []))),
  ]
  if (parts.length > mostParts) return undefined
  const compared = comparisons.flatMap((each) => (each.op === "contains" ? [] : operandsOf(each).filter(isText)))
  const tables = uses.flatMap((use) => (use.op === "points" ? Object.keys(use.table) : []))
  const joined = [between]
  for (const part of parts) joined.push(...joined.map((text) => text + part + between))
  return [...[...new Set([...compared, ...tables, ...parts])].filter(isTaken), ...joined]
}
