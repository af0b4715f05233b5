import type { Content } from "../channel/content.ts"
import { escapeMarkupBehind } from "../channel/markup.ts"
import { type Localized, textIn } from "../kernel/localized.ts"
import { render } from "../kernel/template.ts"
import { traitValues } from "../profile/traits.ts"
import type { Whole } from "../runtime/house.ts"
import type { AnyContent } from "./app.ts"
import type { State } from "./entries.ts"
import { givenNameOf, languageOf } from "./rows.ts"

const isWhole = (content: AnyContent | Localized): content is AnyContent =>
  typeof content === "object" && Object.hasOwn(content, "text")

/** A message as this customer gets it: in their language, its words as they stand. */
export const contentIn = (content: AnyContent, customer: Whole<State> | undefined): Content => {
  const { text, subject, ...rest } = content
  const language = customer && languageOf(customer)
  return { ...rest, text: textIn(text, language), ...(subject !== undefined && { subject }) }
}

/**
 * A message as this customer gets it: in their language, with `{name}` and their other traits filled in. Customers name themselves: what
 * a value says is never read as markup.
 */
export const contentFor = (content: AnyContent | Localized, customer: Whole<State> | undefined): Content => {
  const { text, subject, ...rest } = contentIn(isWhole(content) ? content : { text: content }, customer)
  const name = customer && givenNameOf(customer)
  const values = { ...(name !== undefined && { name }), ...(customer && traitValues(customer.state.traits)) }
  const words = render(text, values, rest.format === "markdown" ? escapeMarkupBehind : undefined).text
  return { ...rest, text: words, ...(subject !== undefined && { subject: render(subject, values).text }) }
}
