/** Tells a failure on standard error: the last resort, for an application that gives no `report`. */
export const toStandardError = (failure: unknown): void => {
  globalThis.console.error(
    "escucha:",
    failure instanceof Error ? `${failure.name}: ${failure.message}` : "a failure that is not an error",
  )
}
