/** A language that our own texts are written in. */
export type Language = "es" | "en"

/**
 * A text for people: one for everybody, or one for each language by its BCP 47 tag (https://www.rfc-editor.org/info/bcp47).
 *
 * @example
 * const thanks: Localized = { es: "Gracias", en: "Thank you", "pt-BR": "Obrigado" }
 */
export type Localized = string | ({ readonly [language in Language]?: string } & { readonly [tag: string]: string })

const baseOf = (tag: string): string => tag.toLowerCase().split("-", 1)[0] ?? ""

/**
 * The text in the language wanted, by its tag in any case. Where it is not there: the same language of another region, then
 * English, then the first that was written; the empty text only if none was.
 *
 * @example
 * textIn({ es: "Gracias", en: "Thank you" }, "es-MX") // "Gracias"
 */
export const textIn = (text: Localized, language: string | undefined): string => {
  if (typeof text === "string") return text
  const written = Object.entries(text)
  const find = (matches: (tag: string) => boolean) => written.find(([tag]) => matches(tag.toLowerCase()))
  const wanted = language?.toLowerCase() ?? "en"
  const base = baseOf(wanted)
  const found =
    find((tag) => tag === wanted) ??
    find((tag) => tag === base) ??
    find((tag) => baseOf(tag) === base) ??
    find((tag) => baseOf(tag) === "en") ??
    written[0]
  return found?.[1] ?? ""
}
