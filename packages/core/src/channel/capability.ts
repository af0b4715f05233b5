import type { Choice, Content, Feature } from "./content.ts"

/** What a channel can do, as data: read by the outbox, shown in the desk and held against the behaviour by the conformance kit. */
export interface Capabilities<Features extends Feature = Feature> {
  readonly features: readonly Features[]
  /** The longest text of one message, in UTF-16 code units. */
  readonly maxLength: number
  /** Whether customers can write to us here. */
  readonly inbound: boolean
  /** Which receipts the provider sends. */
  readonly receipts: readonly ("delivered" | "read")[]
  /** `key`: a repeated send with the same key within `window` milliseconds has no effect; `none`: it goes out again. */
  readonly idempotency: { readonly kind: "key"; readonly window: number } | { readonly kind: "none" }
}

/** A part of a message that the channel could not carry, and what became of it. */
export interface Loss {
  readonly part: Feature | "length"
  readonly became: "text" | "shorter" | "dropped"
}

// A scale needs no numbers before its numbers: "3. 2" would have two meanings.
const isNumber = ({ label }: Choice) => /^\d+$/.test(label)

// Half of an emoji is no character: providers refuse the whole message for it.
const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "")

/**
 * The content as this channel can carry it, with what was lost on the way. Choices become numbered lines (the numbers of a
 * scale are said by the question itself), a subject the first line.
 */
export const degrade = (
  content: Content,
  capabilities: Capabilities,
): { readonly content: Content; readonly losses: readonly Loss[] } => {
  const losses: Loss[] = []
  const carries = (feature: Feature) => capabilities.features.includes(feature)
  const lines = [content.text]
  if (content.subject !== undefined && !carries("subject")) {
    lines.unshift(content.subject)
    losses.push({ part: "subject", became: "text" })
  }
  if (content.choices && !carries("choices")) {
    if (!content.choices.every(isNumber))
      lines.push(...content.choices.map(({ label }, index) => `${index + 1}. ${label}`))
    losses.push({ part: "choices", became: "text" })
  }
  const whole = lines.join("\n")
  const text = whole.length > capabilities.maxLength ? `${cut(whole, capabilities.maxLength - 1)}…` : whole
  if (text !== whole) losses.push({ part: "length", became: "shorter" })
  return {
    content: {
      text,
      ...(content.subject !== undefined && carries("subject") && { subject: content.subject }),
      ...(content.choices && carries("choices") && { choices: content.choices }),
    },
    losses,
  }
}
