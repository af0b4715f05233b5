/** An object of foreign JSON: nothing is known of what stands in it. */
export interface Json {
  readonly [name: string]: unknown
}

/** Whether it is an object, and no list. */
export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What stands under a name of an object itself. */
export const own = (of: Json, name: string): unknown => (Object.hasOwn(of, name) ? of[name] : undefined)

/** A text that is not empty. */
export const textOf = (of: Json, name: string): string | undefined => {
  const value = own(of, name)
  return typeof value === "string" && value.trim() !== "" ? value : undefined
}

/** A number, also where it was written as a text. */
export const numberOf = (of: Json, name: string): number | undefined => {
  const value = own(of, name)
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  return typeof read === "number" && Number.isFinite(read) ? read : undefined
}

/** Whether something is said to be so, also where it was written as a text. */
export const isSo = (of: Json, name: string): boolean => {
  const value = own(of, name)
  return value === true || (typeof value === "string" && value.toLowerCase() === "true")
}

/** The elements of a list; none where it is none. */
export const listOf = (of: Json, name: string): readonly unknown[] => {
  const value = own(of, name)
  return Array.isArray(value) ? value : []
}
