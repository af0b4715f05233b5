import type { Asked } from "../question.ts"
import type { Domain } from "./dialect.ts"
import type { AnyRecord } from "../../kernel/record.ts"
import type { Item } from "./item.ts"
import type { Wording } from "./surveyjs-words.ts"

/** An element of SurveyJS in its place: what it is, under which formulas it stands, and where to say what is lost. */
export interface Standing {
  readonly element: AnyRecord
  readonly name: string
  readonly when: readonly string[]
  readonly wording: Wording
  readonly refuse: (what: string, reason: string) => void
  /** What whoever imports says a question is. */
  readonly as: { readonly [name: string]: "nps" | "csat" | "ces" | "phone" }
}

/** An item of an element with what every item has. */
export const itemOf = (
  { name, when }: Standing,
  asked: Asked,
  domain: Domain | undefined,
  more: Partial<Item> = {},
): Item => ({
  name,
  element: name,
  asked,
  required: false,
  when,
  checks: [],
  symbols: domain ? [{ name, domain }] : [],
  offers: {},
  ...more,
})
