import type { Media } from "./media.ts"

/** One of the answers that a customer may tap; `value` comes back to us. Few become buttons, many a list. */
export interface Choice {
  readonly value: string
  readonly label: string
  /** A second line, where the channel shows one. */
  readonly description?: string
}

/** A button that opens a page. */
export interface Link {
  readonly label: string
  /** https, http, mailto or tel. */
  readonly url: string
}

/** A place on the map, in degrees (WGS 84). */
export interface Place {
  readonly latitude: number
  readonly longitude: number
  readonly name?: string
  readonly address?: string
}

/** Somebody's card, to be kept in an address book. */
export interface ContactCard {
  readonly name: string
  readonly phones?: readonly string[]
  readonly emails?: readonly string[]
  readonly organization?: string
}

/** One of several things that lie side by side. */
export interface Card {
  readonly title: string
  readonly text?: string
  readonly image?: Media
  readonly choices?: readonly Choice[]
  readonly links?: readonly Link[]
}

/** A message that the provider approved before: what may open a conversation where free words may not. */
export interface Template {
  /** The provider's name or id of it. */
  readonly name: string
  /** BCP 47. */
  readonly language: string
  /** What stands in its places, by the name of each place: `{ "1": "Ana" }`. */
  readonly values?: { readonly [place: string]: string }
}

interface Parts {
  readonly subject: string
  readonly choices: readonly Choice[]
  readonly links: readonly Link[]
  readonly image: Media
  readonly audio: Media
  /** Spoken on the spot: shown as a voice message, not as a file. */
  readonly voice: Media
  readonly video: Media
  readonly file: Media
  readonly place: Place
  readonly contact: ContactCard
  readonly cards: readonly Card[]
  readonly template: Template
}

/** What a message may hold beside its text. A channel declares which of them it carries. */
export type Feature = keyof Parts

/** The parts that are a file of some kind. */
export const mediaParts = ["image", "audio", "voice", "video", "file"] as const

/** A part that is a file of some kind. */
export type MediaPart = (typeof mediaParts)[number]

/** A message for a customer, limited to what a channel with these features carries: anything else does not compile. */
export type ContentFor<Features extends Feature> = {
  /** Empty where another part says everything. */
  readonly text: string
  /** `markdown`: the text is written in our small neutral markup, and each channel gets its own; plain, where it is left out. */
  readonly format?: "markdown"
} & { readonly [Part in Features]?: Parts[Part] } & { readonly [Part in Exclude<Feature, Features>]?: never }

/** A message for a customer on any channel; a part that a channel does not carry is degraded, and the loss is told. */
export type Content = ContentFor<Feature>

/** The longest text that we accept or send, in bytes of UTF-8; longer input is refused by name. */
export const longestText = 65_536
