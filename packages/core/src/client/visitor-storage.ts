/** Where the token of a visitor is kept between visits; `localStorage` has this shape. */
export interface VisitorStorage {
  readonly getItem: (key: string) => string | null
  readonly setItem: (key: string, value: string) => void
}

/**
 * The storage given, else the browser's. A browser may refuse its storage at any call (private windows, a full disk, a setting), and
 * a server that renders has none: then nothing is kept, and the visitor is a new one the next time.
 */
export const safeStorage = (given: VisitorStorage | undefined): VisitorStorage => {
  const attempt = <Value>(use: (storage: VisitorStorage) => Value): Value | null => {
    try {
      return use(given ?? globalThis.localStorage)
    } catch {
      // a SecurityError, a QuotaExceededError, or no storage at all
      return null
    }
  }
  return {
    getItem: (key) => attempt((storage) => storage.getItem(key)),
    setItem: (key, value) => void attempt((storage) => storage.setItem(key, value)),
  }
}
