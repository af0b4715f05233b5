import type { AnyDefinition } from "../definition.ts"
import { comparisons } from "./comparisons.ts"
import { coverage } from "./coverage.ts"
import type { Diagnostic, VerifyOptions } from "./diagnostic.ts"
import { endings, quotas } from "./ends.ts"
import { honesty } from "./honesty.ts"
import { mostSteps, type Look } from "./look.ts"
import { media } from "./media.ts"
import { migrations } from "./migrations.ts"
import { outlineOf } from "./outline.ts"
import { piping } from "./piping.ts"
import { privacy } from "./privacy.ts"
import { references } from "./references.ts"
import { shapeOf } from "./shape.ts"
import { smells } from "./smells.ts"
import { translations } from "./translations.ts"
import { ways } from "./ways.ts"

const found = (definition: AnyDefinition, options: VerifyOptions): readonly Diagnostic[] => {
  const outline = outlineOf(definition)
  const { diagnostics: strange, broken, sound } = references(outline)
  const { diagnostics: impossible, suspect } = comparisons(outline, sound)
  const look: Look = { outline, broken, suspect, steps: { left: mostSteps.all } }
  return [
    ...strange,
    ...impossible,
    ...ways(look),
    ...endings(look),
    ...coverage(look),
    ...smells(look, sound, options),
    ...translations(definition),
    ...piping(look, options),
    ...media(definition, options),
    ...quotas(look),
    ...migrations(definition, options.earlier ?? []),
    ...privacy(definition),
    ...honesty(definition, options),
  ]
}

/**
 * What is wrong with a survey, or most likely is, before anybody is asked: questions that nobody reaches, conditions that cannot hold,
 * scores that lead nowhere, missing translations, questions that cannot be put where they will be, answers that would get lost, words that
 * push. What is not certain is not reported. An `error` keeps it from being asked, unless it says `unverified`. What comes from outside
 * may be anything.
 *
 * @example
 * verify(postPurchase) // [{ code: "unreachable-question", severity: "error", question: "why", message: …, fix: … }]
 */
export const verify = (definition: AnyDefinition, options: VerifyOptions = {}): readonly Diagnostic[] => {
  const read = shapeOf(definition)
  return "malformed" in read ? read.malformed : found(read.definition, options)
}
