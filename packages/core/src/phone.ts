export { phone, type PhoneOptions } from "./profile/identifier-phone.ts"
export type { IdentifierSpec } from "./profile/identifier.ts"
