import type { Localized } from "../../kernel/localized.ts"
import { own } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"

/** What is kept of a text of SurveyJS: in each language that it was written in. */
export interface Wording {
  /** The language of what is written without one. */
  readonly language: string
  /** What a name in braces is called here; `undefined` where it is not known before. */
  readonly named: (name: string) => string | undefined
  readonly refuse: (what: string, reason: string) => void
}

const tag = /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i

const filled = (text: string, { named, refuse }: Wording): string =>
  text.replace(/\{([^{}]+)\}/g, (place, name: string) => {
    const id = named(name)
    if (id !== undefined) return `{${id}}`
    refuse(place, "a text names something that is not answered before it")
    return ""
  })

const entities: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }
const kept = /<\/?(?:p|br|b|i|u|em|strong|span|div|h[1-6]|ul|ol|li|small|center|font)\b[^<>]*>/gi

/** The words of a piece of HTML. `isWhole` is false where there was more than words. */
export const wordsOfHtml = (html: string): { readonly words: string; readonly isWhole: boolean } => {
  const plain = html.replace(kept, (mark) => (/^<\/?(?:p|br|div|h\d|li)/i.test(mark) ? "\n" : ""))
  const words = plain
    .replace(/<[^<>]*>/g, " ")
    .replace(/&(?:#(\d{1,6})|([a-z]+));/gi, (mark, code: string | undefined, name: string | undefined) =>
      code !== undefined
        ? String.fromCodePoint(Math.min(Number(code), 0x10ffff))
        : (entities[name?.toLowerCase() ?? ""] ?? mark),
    )
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n[\n ]*/g, "\n")
    .trim()
  return { words, isWhole: !/<[^<>]*>/.test(plain) }
}

/** A text as it stands in a property: in one language or in several; `undefined` where there is none. */
export const wordingOf = (of: AnyRecord, name: string, wording: Wording): Localized | undefined => {
  const said = own(of, name)
  if (typeof said === "number") return String(said)
  if (typeof said === "string") return said.trim() === "" ? undefined : filled(said, wording)
  if (!isRecord(said)) return undefined
  const texts = Object.entries(said).flatMap(([language, text]): readonly (readonly [string, string])[] => {
    if (typeof text !== "string" || text.trim() === "") return []
    if (language === "default") return [[wording.language, filled(text, wording)]]
    return tag.test(language) ? [[language, filled(text, wording)]] : []
  })
  return texts.length === 0 ? undefined : Object.fromEntries(texts)
}

/** The same change to each language of a text. */
export const inEach = (text: Localized, change: (words: string) => string): Localized =>
  typeof text === "string"
    ? change(text)
    : Object.fromEntries(Object.entries(text).map(([language, words]) => [language, change(words)]))
