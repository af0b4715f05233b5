import { ConfigurationError } from "../../kernel/errors.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Diagnostic } from "../../survey/verify/diagnostic.ts"
import { verify } from "../../survey/verify/verify.ts"

const listed = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map(({ code, message, fix }) => `${code}: ${message} To mend it: ${fix}.`).join(" ")

const told = ({ name }: AnyDefinition, diagnostics: readonly Diagnostic[]): ConfigurationError =>
  new ConfigurationError(`surveys.${name}`, listed(diagnostics))

/**
 * Verifies the surveys of a house before it starts. `names`: what their texts may name of a customer. Throws `ConfigurationError` for those
 * that have errors, unless they say `unverified`; whatever else is found is reported, once for each survey.
 */
export const verifySurveys = (
  surveys: readonly AnyDefinition[],
  names: readonly string[],
  report: (failure: unknown) => void,
): void => {
  for (const survey of surveys) {
    const diagnostics = verify(survey, { names })
    const errors = diagnostics.filter(({ severity }) => severity === "error")
    if (errors.length > 0 && !survey.unverified) throw told(survey, errors)
    if (diagnostics.length > 0) report(told(survey, diagnostics))
  }
}
