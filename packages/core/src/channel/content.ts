/** One of the answers that a customer may tap; `value` comes back to us. */
export interface Choice {
  readonly value: string
  readonly label: string
}

/** What a message may hold beside its text. A channel declares which of them it carries. */
export type Feature = "subject" | "choices"

interface Parts {
  readonly subject: string
  readonly choices: readonly Choice[]
}

/** A message for a customer, limited to what a channel with these features carries: anything else does not compile. */
export type ContentFor<Features extends Feature> = { readonly text: string } & {
  readonly [Part in Features]?: Parts[Part]
} & { readonly [Part in Exclude<Feature, Features>]?: never }

/** A message for a customer on any channel; a channel that does not carry a part degrades it to text. */
export type Content = ContentFor<Feature>

/** The longest text that we accept or send, in bytes of UTF-8; longer input is refused by name. */
export const longestText = 65_536
