import type { Identifier } from "../kernel/ids.ts"
import { partsOf } from "../kernel/ids.ts"

/** What a subject is: a person who buys, a company, a community, or one of our own people. All of them have the same memory. */
export type SubjectKind = "customer" | "account" | "community" | "employee"

/** The schemes that say what a subject is. The others (an address, a visitor) are of whoever they are joined with. */
const kindsByScheme: { readonly [scheme: string]: SubjectKind } = {
  user: "customer",
  account: "account",
  community: "community",
  employee: "employee",
}

/** What a type of identifier says of its subject; `undefined` of a mere address. */
export const kindOfScheme = (scheme: string): SubjectKind | undefined =>
  Object.hasOwn(kindsByScheme, scheme) ? kindsByScheme[scheme] : undefined

/** The kinds that these identifiers name, each once: none where all of them are mere addresses. */
const kindsNamedBy = (identifiers: Iterable<Identifier>): readonly SubjectKind[] => {
  const kinds = new Set<SubjectKind>()
  for (const identifier of identifiers) {
    const kind = kindOfScheme(partsOf(identifier).scheme)
    if (kind) kinds.add(kind)
  }
  return [...kinds]
}

/**
 * What a subject is by its identifiers: a customer, unless one of them says otherwise.
 *
 * @example
 * subjectKindOf(["account:acme", "email:info@acme.example"]) // "account"
 */
export const subjectKindOf = (identifiers: Iterable<Identifier>): SubjectKind =>
  kindsNamedBy(identifiers)[0] ?? "customer"

/** Whether others can be members of it. */
export const isGroup = (kind: SubjectKind): boolean => kind === "account" || kind === "community"
