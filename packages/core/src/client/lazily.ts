/**
 * Loads a part of the client when somebody first needs it, and keeps it. Where it cannot be fetched `failed` is told, and whoever needs
 * it next tries again.
 */
export const lazily = <Part>(
  load: () => Promise<Part>,
  failed: () => void,
): ((use: (part: Part) => unknown) => void) => {
  let loaded: Promise<Part> | undefined
  return (use) => {
    loaded ??= load()
    loaded.then(use, () => {
      loaded = undefined
      failed()
    })
  }
}
