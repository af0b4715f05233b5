import type { Localized } from "../kernel/localized.ts"
import type { Draft } from "./draft.ts"

/** What a contact can be asked for. */
export const contactFields = ["name", "email", "phone", "company", "street", "postcode", "city", "country"] as const

/** One thing that a contact can be asked for. */
export type ContactField = (typeof contactFields)[number]

/** A file that was handed in. `media` names it in the store of files. */
export interface FileAnswer {
  readonly media: string
  readonly name?: string
  readonly type: string
  readonly bytes: number
}

/** A question that takes more than a line or a click. */
export type FormQuestion =
  /** `accept`: MIME types, `image/*` for a whole family. */
  | {
      readonly kind: "file"
      readonly text: Localized
      readonly accept: readonly string[]
      readonly maxBytes: number
      readonly most: number
    }
  /** `purpose`: the answer goes to the consent ledger under this purpose. */
  | { readonly kind: "consent"; readonly text: Localized; readonly purpose?: string }
  | {
      readonly kind: "contact"
      readonly text: Localized
      readonly fields: readonly ContactField[]
      /** Those that may stay empty. */
      readonly optional: readonly ContactField[]
    }
  /** Is read, and asks nothing. */
  | { readonly kind: "statement"; readonly text: Localized }

/** Files: one of up to 10 MB of any kind, if nothing else is said. */
export const file = (
  text: Localized,
  {
    accept = ["*/*"],
    maxBytes = 10_000_000,
    most = 1,
  }: { readonly accept?: readonly string[]; readonly maxBytes?: number; readonly most?: number } = {},
): Draft<readonly FileAnswer[], FormQuestion> => ({ kind: "file", text, accept, maxBytes, most })

/** A yes or a no to something that needs permission. With a `purpose` it is kept in the consent ledger, with its words. */
export const consent = (
  text: Localized,
  { purpose }: { readonly purpose?: string } = {},
): Draft<boolean, FormQuestion> => ({
  kind: "consent",
  text,
  ...(purpose !== undefined && { purpose }),
})

/** How to reach somebody: the fields that are named, all of them unless they are `optional`. */
export const contact = <
  const Fields extends readonly [ContactField, ...ContactField[]],
  const Optional extends readonly Fields[number][] = readonly [],
>(
  text: Localized,
  fields: Fields,
  { optional }: { readonly optional?: Optional } = {},
): Draft<
  { readonly [Field in Exclude<Fields[number], Optional[number]>]: string } & {
    readonly [Field in Optional[number]]?: string
  },
  FormQuestion
> => ({ kind: "contact", text, fields, optional: optional ?? [] })
