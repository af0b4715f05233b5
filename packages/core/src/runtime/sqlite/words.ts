import type { DatabaseSync } from "node:sqlite"
import { columnsOf } from "./codec.ts"

/** How many letters of a word may stay behind as the border between two pages of the index; shorter ones say nothing. */
const tellingLength = 3

/** Takes the words of a stream's entries out of the search index. */
export const prepareWordErasure = (database: DatabaseSync) => ({
  texts: database.prepare("SELECT text FROM words WHERE rowid IN (SELECT seq FROM entries WHERE stream = ?)"),
  remove: database.prepare("DELETE FROM words WHERE rowid IN (SELECT seq FROM entries WHERE stream = ?)"),
  borders: database.prepare("SELECT term FROM words_idx"),
  isUsed: database.prepare("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"),
  addBlank: database.prepare("INSERT INTO words (rowid, text) VALUES (0, 'x')"),
  removeBlank: database.prepare("DELETE FROM words WHERE rowid = 0"),
  rewrite: database.prepare("INSERT INTO words (words) VALUES ('optimize')"),
})
type WordErasure = ReturnType<typeof prepareWordErasure>

/** Removes the words of these streams (by number) and gives the different ones that they had. */
export const removeWords = (sql: WordErasure, streams: readonly number[]): ReadonlySet<string> => {
  const words = new Set<string>()
  for (const stream of streams) {
    for (const row of sql.texts.all(stream)) for (const word of columnsOf<{ readonly text: string }>(row).text.split(" ")) words.add(word)
    sql.remove.run(stream)
  }
  return words
}

/**
 * Writes the index anew where it kept a removed word: FTS5 also notes the beginning of a word as the border between two pages, and
 * leaves that note when the word goes. A single segment is not rewritten, so a blank text makes a second one.
 */
export const removeBorders = (sql: WordErasure, words: ReadonlySet<string>): void => {
  if (words.size === 0) return
  const beginnings = new Set<string>()
  for (const word of words) for (let length = tellingLength; length <= word.length; length++) beginnings.add(word.slice(0, length))
  const decoder = new TextDecoder()
  for (const row of sql.borders.iterate()) {
    const { term } = columnsOf<{ readonly term: Uint8Array }>(row)
    const border = decoder.decode(term.subarray(1)).replace(/\uFFFD$/, "") // behind the byte that names the index; it may end inside a letter
    if (!beginnings.has(border) || sql.isUsed.get(`"${border}" *`)) continue
    sql.addBlank.run()
    sql.rewrite.run()
    sql.removeBlank.run()
    return
  }
}
