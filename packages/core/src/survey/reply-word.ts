import { core, isAmong, onlyWord, plain, wordsOf } from "./spoken.ts"
import { numberOf } from "./spoken-number.ts"

const mores = " more mas mais plus mehr altro altri "
const helps = " help ayuda ajuda aide hilfe aiuto "

const longest = 80

/** Whether somebody asks what they can do: "help", "ayuda", "?". */
export const isHelp = (text: string): boolean => /^\s*\?+\s*$/.test(text) || isAmong(helps, onlyWord(text))

/**
 * Where somebody asks for the rest of a long list: the number from which on it goes on ("more 11", "más 11"); 0 where they name none;
 * `undefined` where they ask for something else.
 */
export const moreFrom = (text: string): number | undefined => {
  if (text.length > longest) return undefined
  const [word = "", from, ...rest] = core(wordsOf(plain(text)))
  if (!isAmong(mores, word) || rest.length > 0) return undefined
  return from === undefined ? 0 : numberOf(from, undefined)
}
