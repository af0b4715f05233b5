import type { CheckedAnswer } from "./answer.ts"
import { hold } from "./hold.ts"
import { mailAddress } from "./hold-words.ts"
import type { QuestionOf } from "./question.ts"
import { isAmong, plain, tellingWords } from "./spoken.ts"

const yes =
  " yes y si s ok okay vale claro sure true yep yeah yup sip sim oui ja certo correcto correct agreed acepto accept agree perfecto " +
  "absolutely definitely 1 👍 ✅ ✔ "
const no = " no n nope nop nah false nunca never nao non nein jamas negativo 2 👎 ❌ "
// Only as a whole: one of their words alone says nothing.
const yesPhrases = " | of course | por supuesto | desde luego | de acuerdo | d accord | va bene | ya lo creo | i do | "
const noPhrases = " | de ninguna manera | no way | i do not | i don t | para nada | "

const wordsAndSigns = (text: string): readonly string[] => text.match(/\p{L}+|\d+|[👍👎✅✔❌]/gu) ?? []

/** Reads a yes or a no: "sí", "claro que sí", "yes please", "no, gracias", "👍"; 1 and 2, as they are written before them. */
export const parseYes = (question: QuestionOf<"consent">, text: string): CheckedAnswer => {
  const words = wordsAndSigns(text)
  const phrase = ` | ${words.join(" ")} | `
  if (words.length > 8) return hold(question, text)
  if (yesPhrases.includes(phrase)) return hold(question, true)
  if (noPhrases.includes(phrase)) return hold(question, false)
  const telling = words.length === 0 ? words : tellingWords(words)
  const isAll = (list: string) => telling.length > 0 && telling.every((word) => isAmong(list, word))
  return hold(question, isAll(yes) ? true : isAll(no) ? false : text)
}

// "ana arroba correo punto es": as it is said, and as some write it.
const spelled = (text: string): string =>
  text.replace(/ ?\b(?:arroba|at)\b ?/gu, "@").replace(/ ?\b(?:punto|dot)\b ?/gu, ".")

/** Reads a mail address, alone or inside a sentence. */
export const parseMail = (question: QuestionOf<"email">, text: string): CheckedAnswer => {
  const written = text.includes("@") ? text : spelled(plain(text))
  const found = written
    .split(/[\s,;<>()[\]"]+/)
    .filter((word) => word.includes("@"))
    .map((word) => word.replace(/^(?:mailto:|[.:'])+|[.:!?']+$/g, ""))
  const [only] = found
  return found.length === 1 && only !== undefined && "value" in mailAddress(question.id, only)
    ? hold(question, only)
    : hold(question, text)
}

const number = /[+]?\d[\d\s().\-/\u00A0]{5,30}\d/g

/** Reads a telephone number, alone or inside a sentence. */
export const parsePhone = (question: QuestionOf<"phone">, text: string): CheckedAnswer => {
  const found = text.match(number) ?? []
  const [only] = found
  return hold(question, found.length === 1 && only !== undefined ? only : text)
}
