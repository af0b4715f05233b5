import type { AnyRecord } from "../../kernel/record.ts"

/** What stands under a name of an object itself. */
export const own = (of: AnyRecord, name: string): unknown => (Object.hasOwn(of, name) ? of[name] : undefined)

/** A text that is not empty. */
export const textOf = (of: AnyRecord, name: string): string | undefined => {
  const value = own(of, name)
  return typeof value === "string" && value.trim() !== "" ? value : undefined
}

/** A number, also where it was written as a text. */
export const numberOf = (of: AnyRecord, name: string): number | undefined => {
  const value = own(of, name)
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  return typeof read === "number" && Number.isFinite(read) ? read : undefined
}

/** Whether something is said to be so, also where it was written as a text. */
export const isSo = (of: AnyRecord, name: string): boolean => {
  const value = own(of, name)
  return value === true || (typeof value === "string" && value.toLowerCase() === "true")
}

/** The elements of a list; none where it is none. */
export const listOf = (of: AnyRecord, name: string): readonly unknown[] => {
  const value = own(of, name)
  return Array.isArray(value) ? value : []
}
