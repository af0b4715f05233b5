import { ConfigurationError } from "../../kernel/errors.ts"
import type { AnyDefinition } from "../definition.ts"
import { refuse } from "../definition-problem.ts"
import { comparisons } from "./comparisons.ts"
import { coverage } from "./coverage.ts"
import { malformed, type Diagnostic, type VerifyOptions } from "./diagnostic.ts"
import { endings, quotas } from "./ends.ts"
import { honesty } from "./honesty.ts"
import { mostSteps, type Look } from "./look.ts"
import { media } from "./media.ts"
import { migrations } from "./migrations.ts"
import { outlineOf } from "./outline.ts"
import { piping } from "./piping.ts"
import { privacy } from "./privacy.ts"
import { references } from "./references.ts"
import { smells } from "./smells.ts"
import { translations } from "./translations.ts"
import { ways } from "./ways.ts"

const findings = (definition: AnyDefinition, options: VerifyOptions): readonly Diagnostic[] => {
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

/** What keeps a survey from being one: ids and options that are there twice, bounds that contradict themselves. */
const problemOf = (definition: AnyDefinition): Diagnostic | undefined => {
  try {
    refuse(definition.name, definition)
    return undefined
  } catch (failure) {
    if (!(failure instanceof ConfigurationError)) throw failure
    return malformed(failure.option, failure.message)
  }
}

/**
 * What is wrong with a survey, or most likely is, before anybody is asked: questions that nobody reaches, conditions that cannot hold,
 * scores that lead nowhere, missing translations, questions that cannot be put where they will be, answers that would get lost, words that
 * push. What is not certain is not reported. An `error` keeps it from being asked, unless it says `unverified`.
 *
 * @example
 * verify(postPurchase) // [{ code: "unreachable-question", severity: "error", question: "why", message: …, fix: … }]
 */
export const verify = (definition: AnyDefinition, options: VerifyOptions = {}): readonly Diagnostic[] => {
  const problem = problemOf(definition)
  return problem ? [problem] : findings(definition, options)
}
