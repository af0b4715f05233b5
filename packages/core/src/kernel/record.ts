/** An object with names, as JSON has them: neither a list nor nothing. */
export interface AnyRecord {
  readonly [name: string]: unknown
}

/** Whether a value is an object with names. */
export const isRecord = (value: unknown): value is AnyRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value)
