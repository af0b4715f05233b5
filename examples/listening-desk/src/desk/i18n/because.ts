import { wordFor, type Speech } from "./words.tsx"

const moodWent = /^mood went from (\w+) to (\w+)$/

/** Why something was done. The house says a change of mood in English; a colleague's own words stay as they are. */
export const becauseOf = (reason: string, { words }: Speech): string => {
  const [, from, to] = moodWent.exec(reason) ?? []
  const mood = (name: string) => wordFor(words.mood, name).toLocaleLowerCase()
  return from === undefined || to === undefined ? mood(reason) : words.moodWent(mood(from), mood(to))
}
