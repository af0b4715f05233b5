import type { AnyDefinition } from "../../../src/survey/definition.ts"
import { nps } from "../../../src/survey/question-scale.ts"
import { openText } from "../../../src/survey/question-words.ts"
import type { DiagnosticCode, VerifyOptions } from "../../../src/survey/verify/diagnostic.ts"
import { verify } from "../../../src/survey/verify/verify.ts"

/** What is found, each with its question. */
export const found = (definition: AnyDefinition, options?: VerifyOptions): readonly string[] =>
  verify(definition, options).map(({ code, question }) => (question === undefined ? code : `${code} ${question}`))

/** What is found of one kind. */
export const only = (definition: AnyDefinition, code: DiagnosticCode, options?: VerifyOptions) =>
  verify(definition, options).filter((each) => each.code === code)

/** A text in both of our languages. */
export const es = (spanish: string, english: string) => ({ es: spanish, en: english })

export const why = openText(es("¿Por qué?", "Why?"))
export const recommend = nps(es("¿Nos recomendarías?", "Would you recommend us?"))

/** What a file may say, which no builder writes. */
export const raw = (questions: readonly unknown[], more: object = {}): AnyDefinition =>
  JSON.parse(JSON.stringify({ name: "raw", version: "1", questions, ...more }))

/** A question of such a file. */
export const asked = (id: string, more: object = {}): object => ({
  id,
  kind: "csat",
  text: "?",
  required: true,
  ...more,
})
