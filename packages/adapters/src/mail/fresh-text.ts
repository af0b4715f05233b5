// How mail programs, in Spanish and English, introduce what they quote. Lines are cut before they are matched, so that a hostile
// line costs no more than a long one.
const longestLine = 500
const attribution = /^(?:on|el|le)\s.{5,400}\s?(?:wrote|escribió|escribio)\s?:$/i
const divider = /^[-_*]{2,}\s?(?:original message|mensaje original|forwarded message|mensaje reenviado)\s?[-_*]{2,}$/i
const rule = /^_{20,}$/
const quotedFrom = /^\*?(?:from|de):\*?\s/i
const quotedWhen = /^\*?(?:sent|date|enviado|enviado el|fecha):\*?\s/i
const device = /^(?:sent from my|enviado desde mi|get outlook for|obtener outlook para)\s.{1,60}$/i

const isQuoted = (line: string): boolean => line.startsWith(">")

/** Attributions are often wrapped over two lines; this says how many lines one takes here, 0 when there is none. */
const attributionAt = (lines: readonly string[], index: number): 0 | 1 | 2 => {
  const line = lines[index] ?? ""
  if (attribution.test(line)) return 1
  return /^(?:on|el|le)\s/i.test(line) && attribution.test(`${line} ${lines[index + 1] ?? ""}`) ? 2 : 0
}

const isQuoteStart = (lines: readonly string[], index: number): boolean => {
  const line = lines[index] ?? ""
  const header = quotedFrom.test(line) && lines.slice(index + 1, index + 4).some((next) => quotedWhen.test(next))
  return header || divider.test(line) || rule.test(line) || attributionAt(lines, index) > 0
}

const withoutSignature = (lines: readonly string[]): readonly string[] => {
  const signature = lines.findIndex((line, index) => line === "--" && index > 0)
  return signature < 0 ? lines : lines.slice(0, signature)
}

const joined = (lines: readonly string[]): string =>
  lines
    .filter((line) => !device.test(line))
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim()

/**
 * What is new in a reply by e-mail: without the text that it answers, the signature and the advertisement of a telephone. A
 * reply written between the quoted lines keeps what was written there. Where nothing new can be found, everything.
 *
 * @example
 * freshText("Sigue roto.\n\nEl lun, 2 mar 2026, Tienda <hola@example.com> escribió:\n> ¿Funciona?") // "Sigue roto."
 */
export const freshText = (text: string): string => {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd())
  const short = lines.map((line) => line.slice(0, longestLine).trim())
  const start = short.findIndex((_, index) => isQuoteStart(short, index))
  const above = joined(withoutSignature((start < 0 ? lines : lines.slice(0, start)).filter((line) => !isQuoted(line))))
  if (above !== "") return above
  const skipped = new Set(
    short.flatMap((_, index) => Array.from({ length: attributionAt(short, index) }, (_none, more) => index + more)),
  )
  const between = joined(withoutSignature(lines.filter((line, index) => !isQuoted(line) && !skipped.has(index))))
  return between === "" ? text.trim() : between
}
