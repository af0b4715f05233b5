import { wordFor, type Speech } from "../i18n/words.tsx"

/** Who wrote a message of ours: a colleague, or what of ours wrote it by itself. */
export const authorOf = (author: string, { words }: Speech): string => {
  const [kind, ...rest] = author.split(":")
  const name = rest.join(":")
  if (kind === "rule" && name !== "") return words.author.rule(wordFor(words.house.rules, name))
  if (kind === "survey" && name !== "") return words.author.survey(wordFor(words.house.surveys, name))
  return author === "app" ? words.author.app : author
}
