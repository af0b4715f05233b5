/** Where the token of a visitor is kept between visits; `localStorage` has this shape. */
export interface VisitorStorage {
  readonly getItem: (key: string) => string | null
  readonly setItem: (key: string, value: string) => void
}

const createMemory = (): VisitorStorage => {
  const kept = new Map<string, string>()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

/**
 * The storage given, else the browser's, else none beyond this page. A browser may refuse its storage at any call (private windows,
 * a full disk, a setting): then the memory of this page stands in, and the visitor is a new one the next time.
 */
export const safeStorage = (given: VisitorStorage | undefined): VisitorStorage => {
  const memory = createMemory()
  const attempt = <Value>(use: (storage: VisitorStorage) => Value): Value => {
    try {
      return use(given ?? globalThis.localStorage ?? memory)
    } catch { // a SecurityError or a QuotaExceededError; both mean that this browser keeps nothing for us
      return use(memory)
    }
  }
  return {
    getItem: (key) => attempt((storage) => storage.getItem(key)),
    setItem: (key, value) => attempt((storage) => storage.setItem(key, value)),
  }
}
