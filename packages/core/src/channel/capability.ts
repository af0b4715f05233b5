import type { Feature } from "./content.ts"

/**
 * What becomes of a part of a message on a channel. `refused`: the message is refused by name, before any call. `dropped`: it is left
 * out. `text`: it is said in words. `partial`: carried within the limits that stand beside it. `full`: carried as it is. Whatever is not
 * carried whole is told as a loss.
 */
export type Level = "refused" | "dropped" | "text" | "partial" | "full"

/** How a part is carried, and within which limits. What goes beyond them falls back to `text`. */
export interface PartRule {
  readonly level: Level
  /** MIME types that are taken, `image/*` for a whole family; all of them, where it is left out. */
  readonly types?: readonly string[]
  /** The largest file, in bytes. */
  readonly maxBytes?: number
  /** The longest sound or film, in milliseconds. */
  readonly maxDuration?: number
  /** How many choices, links or cards. */
  readonly max?: number
  /** The longest label, in UTF-16 code units. */
  readonly maxLabel?: number
  /** The longest value of a choice, in bytes of UTF-8. */
  readonly maxValue?: number
  /**
   * The longest text that goes with it in one call; none where it is 0 (the text is a message of its own); the text's own limit, where it
   * is left out.
   */
  readonly caption?: number
  /** `bytes`: the channel takes no address, the core fetches the file and hands it over; `url`, where it is left out. */
  readonly by?: "url" | "bytes"
  /** Parts that cannot be in one call with it: they become messages of their own. */
  readonly not?: readonly Feature[]
}

/** How each part is carried; a part that is not named becomes text, and a template is refused. */
export type PartRules = { readonly [Part in Feature]?: Level | PartRule }

/** The parts that are carried as such. */
export type Carried<Rules extends PartRules> = {
  [Part in keyof Rules]: Rules[Part] extends "full" | "partial" | { readonly level: "full" | "partial" } ? Part : never
}[keyof Rules] &
  Feature

/** A way of writing bold, italic, code and links. `plain` has none. */
export type Format = "plain" | "html" | "telegram" | "whatsapp" | "slack" | "discord" | "markdown" | "matrix"

/** What a channel does with words. */
export interface TextRule {
  /** The longest text of one message, in `unit`. */
  readonly max: number
  /**
   * `utf16` unless told. `sms`: septets of GSM-7 where the text has no other letters, else UTF-16 code units that count 160/70 of one.
   * `weighted`: as X counts, signs of Latin one and others two.
   */
  readonly unit?: "utf16" | "codepoints" | "graphemes" | "bytes" | "sms" | "weighted"
  /** `plain` unless told. */
  readonly format?: Format
  /** The network reads markup in whatever we write, so that plain text has to be escaped as well. */
  readonly interprets?: boolean
  /** What happens to a longer text: several messages (the usual), or its end is cut off. */
  readonly overflow?: "split" | "cut"
}

/** Until when free words may be sent after the customer's last message, and what may be sent after it. */
export interface ReplyWindow {
  /** Milliseconds since they wrote last. */
  readonly length: number
  /** `template`: an approved one; `nothing`: they have to write first. */
  readonly after: "template" | "nothing"
}

/** How many calls a provider takes; `per` in milliseconds. */
export interface RateRule {
  readonly count: number
  readonly per: number
  /** For each address by itself, or for the whole account (where it is left out). */
  readonly each?: "address"
}

/**
 * How often a message goes out when it is sent again. `key`: a repeated send with the same key within `window` milliseconds has no
 * effect. `reconcile`: it would go out twice, but the provider can be asked whether it has it. `none`: nobody knows.
 */
export type Idempotency =
  { readonly kind: "key"; readonly window: number } | { readonly kind: "reconcile" } | { readonly kind: "none" }

/** What a channel can do, as data: read by the outbox, shown in the desk and held against the behaviour by the conformance kit. */
export interface Capabilities<Features extends Feature = Feature> {
  /** The parts that are carried, out of `parts`. */
  readonly features: readonly Features[]
  readonly parts: PartRules
  readonly text: TextRule
  /** What holds for words that are said in public, where it is another rule. */
  readonly publicText?: TextRule
  /**
   * All parts of a message go out in one call, as in a mail; each by itself where it is left out, but one that takes the text beside it.
   */
  readonly together?: boolean
  /** Whether customers can write to us here. */
  readonly inbound: boolean
  /**
   * `false`: nothing leaves here, whoever it is for: a source that only brings in. `public`: answers that everybody can read, and nothing
   * else.
   */
  readonly outbound?: false | "public"
  /** Which receipts the provider sends. */
  readonly receipts: readonly ("delivered" | "read")[]
  readonly idempotency: Idempotency
  /** Always open, where it is left out. */
  readonly replyWindow?: ReplyWindow
  /** What the provider takes; no limit is known, where it is left out. */
  readonly rate?: readonly RateRule[]
  /**
   * How something that was said in public can be answered: where it stands, or to the person alone. Nothing is public here, where it is
   * left out.
   */
  readonly comments?: readonly ("public" | "private")[]
  /** How people stop here beside the words that hold everywhere: by the network's own button, or the header of a mail. */
  readonly optOut?: "network" | "list-unsubscribe"
}

/** Capabilities as an adapter writes them down: what is carried follows from `parts`. */
export type DescribedCapabilities<Rules extends PartRules> = Omit<Capabilities, "features" | "parts"> & {
  readonly parts: Rules
}

const isCarried = (rule: Level | PartRule | undefined): boolean => {
  const level = typeof rule === "object" ? rule.level : rule
  return level === "full" || level === "partial"
}

/** Capabilities whose `features` cannot lie: they are the parts that are carried. */
export const capabilitiesOf = <Rules extends PartRules>(
  described: DescribedCapabilities<Rules>,
): Capabilities<Carried<Rules>> => ({
  ...described,
  // the keys of `parts` that are carried are what `Carried` picks of their types
  features: Object.entries(described.parts).flatMap(
    ([part, rule]) => (isCarried(rule) ? [part as Carried<Rules>] : []), // see above
  ),
})

/** Capabilities of a source: it brings in, and carries nothing out. */
export const sourceCapabilities = ({ inbound }: Pick<Capabilities, "inbound">): Capabilities<never> => ({
  features: [],
  parts: {},
  text: { max: 0 },
  inbound,
  outbound: false,
  receipts: [],
  idempotency: { kind: "none" },
})

/** The rule of a part, whole. What nobody named is said in words; a template is refused. */
export const ruleOf = ({ parts }: Pick<Capabilities, "parts">, part: Feature): PartRule => {
  const rule = parts[part] ?? (part === "template" ? "refused" : "text")
  return typeof rule === "object" ? rule : { level: rule }
}
