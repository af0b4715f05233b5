// What travels between the pages of the desk and its routes about who somebody is, as JSON. Types only: this file adds nothing to a bundle.
import type { CustomerId, EntryId, StreamId } from "../kernel/ids.ts"

/** A place where somebody is known, as it may be shown: its value is masked in the middle. */
export interface DeskPlace {
  readonly stream: StreamId
  readonly scheme: string
  readonly value: string
}

/** How two records agree on one field: never the values themselves. */
export interface DeskAgreement {
  readonly field: string
  /** How close the two values are, in the word of whatever compared them: `exact`, `close`, `different` … */
  readonly level: string
  /** In bits: above 0 speaks for one person, below 0 against it. */
  readonly weight: number
}

/** One thing that was said of two places: that they are one person's, or that they are not. */
export interface DeskLink {
  readonly link: string
  readonly ends: readonly [DeskPlace, DeskPlace]
  /** Who said so: a colleague, the app, the person themselves. */
  readonly source: string
  readonly trust: "manual" | "stated" | "claimed" | "suggested"
  readonly at: number | null
  /** The rule by which it joins nobody, or a colleague's reason to keep the two apart. */
  readonly because?: string
  /** The colleague who keeps the two apart. */
  readonly by?: string
}

/** A customer in short. */
export interface DeskHead {
  readonly customer: CustomerId
  readonly name: string
  readonly places: readonly DeskPlace[]
  readonly traits: { readonly [name: string]: unknown }
  readonly optedOut: boolean
}

/** A pair that may be one person: a colleague decides. */
export interface DeskPair {
  readonly link: string
  readonly at: number
  readonly score: number
  readonly agreement: readonly DeskAgreement[]
  readonly one: DeskHead
  readonly two: DeskHead
}

/** One record of the consent ledger, with what proves it. */
export interface DeskProof {
  readonly record: string
  readonly purpose: string
  readonly channel: string
  readonly decision: string
  readonly basis: string
  readonly at: number
  readonly method: string
  readonly actor: string | null
  readonly text: { readonly version: string; readonly language: string; readonly text: string } | null
  readonly evidence: { readonly [name: string]: string }
  readonly expiresAt: number | null
  readonly hash: string
  readonly previous: string | null
  /** Whether the record is as it was written and follows the one before it; `null` for one of before there were seals. */
  readonly sound: boolean | null
}

/** A change of stage or of segment. */
export interface DeskStep {
  readonly id: EntryId
  readonly at: number
  readonly kind: "lifecycle" | "entered" | "left"
  /** The stage that began, or the name of the segment. */
  readonly name: string
}

/** `GET /desk/customers/:id/person`: why we think that this is one person, and what proves what they agreed to. */
export interface DeskPerson {
  readonly customer: CustomerId
  readonly links: readonly DeskLink[]
  readonly refused: readonly DeskLink[]
  readonly apart: readonly DeskLink[]
  readonly pairs: readonly DeskPair[]
  readonly purposes: readonly { readonly name: string; readonly basis: string }[]
  readonly channels: readonly string[]
  /** The latest first. */
  readonly proofs: readonly DeskProof[]
  /** The latest first. */
  readonly steps: readonly DeskStep[]
}

/** A trait that both of two customers have, and which of the two would hold. */
export interface DeskConflict {
  readonly name: string
  readonly one: unknown
  readonly two: unknown
  readonly holds: unknown
}

/** `GET /desk/customers/:id/join?with=`: what joining two customers would give. Nothing is written. */
export interface DeskJoin {
  readonly one: DeskHead
  readonly two: DeskHead
  /** The rule that refuses it, or `null`. */
  readonly refused: string | null
  readonly conflicts: readonly DeskConflict[]
  /** What would hold for each purpose on each channel that either of them ever decided about. */
  readonly consents: readonly { readonly purpose: string; readonly channel: string; readonly state: string }[]
  readonly optedOut: boolean
}

/** `GET /desk/customers/:id/parts`: who there would be if a link or a place were taken out. Nothing is written. */
export interface DeskParts {
  readonly parts: readonly DeskHead[]
}

/** The link that joins two places, or the word that keeps them apart. */
export interface DeskTie {
  readonly link: string
  readonly ends: readonly [StreamId, StreamId]
}

/** What was joined or taken apart, and what was said to keep it apart: by these it is undone. */
export interface DeskDone {
  readonly links: readonly DeskTie[]
  readonly apart: readonly DeskTie[]
  /** The rule by which what was said joins nobody after all, or `null`. */
  readonly refused: string | null
}

/** `POST /desk/customers/:id/export`: the files, and who asked for them. */
export interface DeskExport {
  readonly by: string
  readonly at: number
  readonly files: readonly { readonly name: string; readonly type: string; readonly content: string }[]
}

/** `POST /desk/customers/:id/erase`: how much went, and who did it. */
export interface DeskErasure {
  readonly by: string
  readonly at: number
  readonly counts: { readonly [what: string]: number }
}
