// The door @escucha/core/survey-verify: what is wrong with a survey before anybody is asked. Pure.
export { parseDefinition } from "./survey/definition-parser.ts"
export { verify } from "./survey/verify/verify.ts"
export { verifyJson } from "./survey/verify/verify-json.ts"
export type { Diagnostic, DiagnosticCode, VerifyOptions } from "./survey/verify/diagnostic.ts"
