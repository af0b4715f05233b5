import type { Content } from "../channel/content.ts"
import type { InboundMessage, InboundReceipt } from "../channel/inbound.ts"
import type { Purpose } from "../conversation/contact-policy.ts"
import type { CallResult } from "../conversation/outbox.ts"
import type { EntryId, InputId, StreamId } from "../kernel/ids.ts"
import type { Reading } from "../sentiment/reading.ts"
import type { InputBase } from "../timeline/decision.ts"

interface Of<Kind extends string> extends InputBase {
  readonly kind: Kind
}

/** Everything that can enter a house. `on` is where it came in; each kind adds what it needs to be decided. */
export type Input =
  | (Of<"message"> & {
      readonly channel: string
      readonly message: Omit<InboundMessage, "type" | "id" | "address"> & { readonly provider?: string }
    })
  | (Of<"receipt"> & { readonly receipt: Omit<InboundReceipt, "type" | "id" | "address"> })
  | (Of<"identify"> & { readonly traits: { readonly [name: string]: unknown }; readonly source: string })
  | (Of<"track"> & { readonly event: string; readonly properties: { readonly [name: string]: unknown } })
  /** `with` names the group: an account or a community. */
  | (Of<"join"> & { readonly role: string })
  | Of<"leave">
  | (Of<"link"> & { readonly source: string })
  | (Of<"retract"> & { readonly link: InputId; readonly reason: string })
  | (Of<"unlink"> & { readonly reason: string })
  | (Of<"consent"> & { readonly purpose: "service" | "marketing"; readonly given: boolean; readonly evidence: string })
  | (Of<"opt"> & { readonly out: boolean; readonly by: "link" | "app" })
  | (Of<"write"> & {
      readonly content: Content
      readonly purpose: Purpose
      readonly author: string
      readonly substance: boolean
      /** Channels to try, the first that reaches the customer is taken; all of them where it is left out. */
      readonly via?: readonly string[]
      /** The endpoint to which it is pinned. */
      readonly to?: StreamId
      readonly expiresAt?: number
    })
  | (Of<"record"> & { readonly content: Content; readonly author: string; readonly channel: string })
  | (Of<"dispatch"> & { readonly message: string })
  | (Of<"settle"> & { readonly message: string; readonly result: CallResult; readonly isIdempotent: boolean })
  | Of<"ring">
  | (Of<"reading"> & { readonly of: EntryId; readonly reading: Reading })
  | (Of<"ask"> & { readonly survey: string; readonly via?: readonly string[] })
  | (Of<"answer"> & {
      readonly survey: string
      readonly response: string
      readonly question: string
      readonly value: unknown
    })
  | (Of<"open-case"> & {
      readonly what: string
      readonly owner: string
      readonly because: string
      readonly due: number | null
    })
  | (Of<"assign-case"> & { readonly case: string; readonly owner: string; readonly by: string })
  | (Of<"close-case"> & { readonly case: string; readonly reason: string; readonly by: string })
  | (Of<"assign"> & { readonly owner: string; readonly by: string })
  | (Of<"close"> & { readonly reason: string; readonly by: string })
  | (Of<"notify"> & { readonly to: string; readonly text: string; readonly because: string })
  | Of<"done">

/** The input of one kind. */
export type InputOf<Kind extends Input["kind"]> = Extract<Input, { readonly kind: Kind }>
