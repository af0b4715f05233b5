import type { ThreadReading } from "@escucha/core"

const unhappy =
  /verg[uü]enza|nadie (?:sabe nada|me dice)|cancelo|muy preocupada|unacceptable|really angry|terrible|dirty|did not work|nobody \w+|worried|tengo miedo|rota|mala suerte|decepcionad[oa]|error\b|indignante|harta|no me fío|amenazáis|frustración|frustrating|no funciona|cancelado|ridiculous|worst|fails?\b|sin estar lista|bloqueado|tarde\b/gi
const happy =
  /gracias|perfecto?\b|great|excelente|así sí|qué (?:rapidez|bien|fácil)|lovely|wonderful|saved|thank(?:s| you)|happy|easy|brilliant|amable|enhorabuena|sold\b|menos mal/gi

const found = (text: string, words: RegExp) =>
  [...text.matchAll(words)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }))

/** How a sentence feels, from -1 to 1, by a handful of words: enough for a page to look alive, and nothing else. */
export const scoreOf = (text: string): number => {
  const [bad, good] = [found(text, unhappy).length, found(text, happy).length]
  return bad + good === 0 ? 0 : Math.max(-1, Math.min(1, (good - bad * 1.3) / Math.max(1.4, (bad + good) * 0.8)))
}

/** The reading of a sentence as the desk shows it. */
export const readingOf = (text: string): ThreadReading => {
  const score = scoreOf(text)
  const label = score < -0.2 ? "negative" : score > 0.2 ? "positive" : "neutral"
  return {
    label,
    confidence: Math.min(0.97, 0.58 + Math.abs(score) * 0.35),
    spans: label === "neutral" ? [] : found(text, label === "negative" ? unhappy : happy),
  }
}
