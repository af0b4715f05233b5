/**
 * Loads a part of the client when somebody first needs it, and keeps it. Where it cannot be fetched `failed` is told, what that gives is
 * what the use comes to, and whoever needs it next tries again.
 */
export const lazily = <Part, Missed>(
  load: () => Promise<Part>,
  failed: () => Missed,
): (<Used>(use: (part: Part) => Used | Promise<Used>) => Promise<Used | Missed>) => {
  let loaded: Promise<Part> | undefined
  return (use) => {
    loaded ??= load()
    return loaded.then(use, () => {
      loaded = undefined
      return failed()
    })
  }
}
