import { partsOf } from "../../kernel/ids.ts"
import type { MatchRecord } from "../../profile/matching/record.ts"
import type { MatchSpec } from "../../profile/matching/spec.ts"
import { traitValues } from "../../profile/traits.ts"
import type { Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import { kindOf } from "../rows.ts"

/** Traits that go by another name as identifiers. */
const schemes: { readonly [field: string]: string } = { phone: "tel" }

/** The value of the oldest identifier of a type. */
const identifierOf = (customer: Whole<State>, scheme: string): string | undefined => {
  for (const { identifier } of customer.streams.values()) {
    const parts = partsOf(identifier)
    if (parts.scheme === scheme) return parts.value
  }
  return undefined
}

/** A customer as they are compared; `undefined` for who is no person: accounts and communities are nobody's double. */
export const recordOf = (customer: Whole<State>, fields: MatchSpec["fields"]): MatchRecord | undefined => {
  if (kindOf(customer) !== "customer") return undefined
  const traits = new Map(Object.entries(traitValues(customer.state.traits)))
  const values = Object.keys(fields).map((field): readonly [string, unknown] => [
    field,
    traits.get(field) ?? identifierOf(customer, schemes[field] ?? field),
  ])
  return { id: customer.id, values: Object.fromEntries(values) }
}
