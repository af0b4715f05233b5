/** What a visit remembers of a survey: whether it was settled that it is put to them, or is not. */
export interface TriggerSession {
  readonly isSettled: () => boolean
  readonly settle: () => void
  /** Whether this visit is among those that are asked: drawn once for each visit. */
  readonly isDrawn: (share: number) => boolean
}

const forgetful = new Map<string, string>()

const read = (key: string): string | null => {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return forgetful.get(key) ?? null // no storage here, or none that we may use: this page remembers
  }
}

const write = (key: string, value: string): void => {
  try {
    sessionStorage.setItem(key, value)
  } catch {
    forgetful.set(key, value)
  }
}

/** What this visit remembers of a survey, by its name. */
export const triggerSession = (survey: string, random: () => number = Math.random): TriggerSession => {
  const [settled, drawn] = [`escucha:asked:${survey}`, `escucha:drawn:${survey}`]
  return {
    isSettled: () => read(settled) !== null,
    settle: () => write(settled, "1"),
    isDrawn: (share) => {
      const known = read(drawn)
      const number = known === null ? random() : Number(known)
      if (known === null) write(drawn, String(number))
      return number < share
    },
  }
}
