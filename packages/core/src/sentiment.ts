// The door @escucha/core/sentiment: how a customer feels, from what they wrote. Pure, the browser included.
export { defineAnalyzer } from "./sentiment/analyzer.ts"
export type { Analyzer, AnalyzerName, FastAnalyzer, SlowAnalyzer, TextHint } from "./sentiment/analyzer.ts"
export { evaluate } from "./sentiment/evaluate.ts"
export type { Evaluation, LabelledText, LabelQuality } from "./sentiment/evaluate.ts"
export { languageOf } from "./sentiment/language.ts"
export type { KnownLanguage, LanguageGuess } from "./sentiment/language.ts"
export { analyze, lexicon } from "./sentiment/lexicon.ts"
export type { Label, Reading, Span } from "./sentiment/reading.ts"
