import type { AnyDefinition } from "../../survey/definition.ts"
import type { Diagnostic, DiagnosticCode, VerifyOptions } from "../../survey/verify/diagnostic.ts"
import { verifyJson } from "../../survey/verify/verify-json.ts"

/** Where a survey will be asked, and what of it is meant as it is. */
export interface ToVerifyOptions extends VerifyOptions {
  /** Findings that are let be: each was looked at, and is meant. */
  readonly except?: readonly DiagnosticCode[]
}

const lineOf = ({ severity, code, message, fix }: Diagnostic): string =>
  `  ${severity} ${code}: ${message}\n    to mend it: ${fix}`

/**
 * Matchers for the `expect` of Vitest or Jest: `toVerify` passes where `verify` finds nothing in a survey.
 *
 * @example
 * expect.extend(surveyMatchers)
 * expect(postPurchase).toVerify({ media: ["sms"], except: ["nothing-required"] })
 */
export const surveyMatchers = {
  toVerify: (
    received: AnyDefinition,
    { except = [], ...options }: ToVerifyOptions = {},
  ): { readonly pass: boolean; readonly message: () => string } => {
    const diagnostics = verifyJson(received, options).filter(({ code }) => !except.includes(code))
    return {
      pass: diagnostics.length === 0,
      message: () =>
        diagnostics.length === 0
          ? "there is nothing wrong with the survey, and there should be"
          : `the survey does not verify:\n${diagnostics.map(lineOf).join("\n")}`,
    }
  },
} as const
