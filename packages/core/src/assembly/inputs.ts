import type { Content } from "../channel/content.ts"
import type {
  InboundCheckIn,
  InboundEdit,
  InboundMessage,
  InboundReaction,
  InboundReceipt,
  InboundWish,
} from "../channel/inbound.ts"
import type { Purpose } from "../conversation/contact-policy.ts"
import type { SuppressedBecause } from "../conversation/contact-place.ts"
import type { Exclusion } from "../conversation/exclusion.ts"
import type { Spent } from "../conversation/place-rules.ts"
import type { CallResult, Course } from "../conversation/settle.ts"
import type { EntryId, InputId, StreamId } from "../kernel/ids.ts"
import type { ConsentEvidence, ConsentRecord, ConsentText } from "../profile/consent.ts"
import type { Trust, Weighed } from "../profile/identity/links.ts"
import type { Preferences } from "../profile/preference.ts"
import type { Reading } from "../sentiment/reading.ts"
import type { InputBase } from "../timeline/decision.ts"
import type { Job } from "../timeline/job.ts"
import type { Localized } from "../kernel/localized.ts"
import type { RejectedEvent } from "./ingest/rejection.ts"

/** A yes or a no as it is written down. `everywhere`: the customer says it by themselves, so that a yes also takes back their own no. */
export interface ConsentStatement extends Omit<ConsentRecord, "id" | "previous" | "hash"> {
  readonly everywhere?: boolean
}

/**
 * What is said with a link: by whom, how far it is believed, and what shows it. Of a claim or a guess, the other end is the one that is
 * claimed.
 */
export interface LinkSaid {
  readonly source: string
  readonly trust?: Trust
  readonly score?: number
  readonly explanation?: readonly Weighed[]
  readonly evidence?: string
}

interface Of<Kind extends string> extends InputBase {
  readonly kind: Kind
}

/** What the moment says to a survey beside its answers; put to an input before it is decided. */
export interface SurveyMoment {
  /** The quotas of which there are enough, by survey. */
  readonly full?: { readonly [survey: string]: readonly string[] }
  /** The incentives of which none is left. */
  readonly spent?: readonly string[]
  /** The incentives of which so many were redeemed as may be. */
  readonly redeemed?: readonly string[]
  /** For a yes or a no that an answer says. */
  readonly salt?: string
}

/** What a channel brought beside messages, without what every input has. */
type Brought<Kind extends { readonly type: string }> = Omit<Kind, "type" | "id" | "address" | "at"> & {
  readonly channel: string
}

/** Everything that can enter a house. `on` is where it came in; each kind adds what it needs to be decided. */
export type Input =
  | (Of<"message"> & {
      readonly channel: string
      readonly message: Omit<InboundMessage, "type" | "id" | "address"> & { readonly provider?: string }
      readonly moment?: SurveyMoment
    })
  | (Of<"receipt"> & { readonly receipt: Omit<InboundReceipt, "type" | "id" | "address"> })
  | (Of<"reaction"> & Brought<InboundReaction>)
  | (Of<"edit"> & Brought<InboundEdit>)
  /** What we did at a network beside sending; posted once the network has taken it. `content` null: the message was removed. */
  | (Of<"edit-own"> & {
      readonly channel: string
      readonly message: string
      readonly content: Content | null
      readonly by: string
    })
  | (Of<"react"> & {
      readonly channel: string
      readonly of: EntryId
      readonly emoji: string | null
      readonly by: string
    })
  | (Of<"mark-read"> & {
      readonly channel: string
      readonly of: EntryId
      readonly upTo: number
      readonly by: string
    })
  | (Of<"wish"> & Brought<InboundWish> & { readonly salt: string })
  | (Of<"check-in"> & Brought<InboundCheckIn>)
  /** `with` names the new address. */
  | (Of<"address-change"> & { readonly channel: string })
  /** `claimed`: the ids of the message that it names, where nobody vouches for the word. */
  | (Of<"suppress"> & {
      readonly channel: string
      readonly because: SuppressedBecause
      readonly claimed?: readonly string[]
      readonly salt: string
    })
  | (Of<"lift-suppression"> & { readonly by: string; readonly reason: string })
  | (Of<"identify"> & {
      readonly traits: { readonly [name: string]: unknown }
      readonly source: string
      /** How far its links are believed; `stated`, where it is left out. */
      readonly trust?: "stated" | "claimed"
    })
  | (Of<"track"> & { readonly event: string; readonly properties: { readonly [name: string]: unknown } })
  /** `with` names the group: an account or a community. `claimed`: a page says so, whose code everybody can read. */
  | (Of<"join"> & { readonly role: string; readonly trust?: "claimed" })
  | Of<"leave">
  | (Of<"link"> & LinkSaid)
  | (Of<"keep-apart"> & { readonly reason: string; readonly by: string })
  | (Of<"retract"> & { readonly link: InputId; readonly reason: string })
  | (Of<"unlink"> & { readonly reason: string })
  | (Of<"consent"> & { readonly statement: ConsentStatement })
  | (Of<"request-consent"> & {
      readonly purpose: string
      readonly channel: string
      readonly text: ConsentText
      readonly expiresAt: number
    })
  /** The click on the link of a question, which `request` names. */
  | (Of<"confirm-consent"> & {
      readonly request: string
      readonly text: ConsentText
      readonly evidence: ConsentEvidence
      readonly salt: string
    })
  | (Of<"prefer"> & { readonly preferences: Preferences; readonly by: string })
  | (Of<"opt"> & { readonly out: boolean; readonly by: "link" | "app" })
  | (Of<"readmit"> & { readonly by: string; readonly reason: string })
  | (Of<"rectify"> & {
      readonly traits: { readonly [name: string]: unknown }
      readonly by: string
      readonly reason: string
    })
  | (Of<"export"> & { readonly by: string; readonly format: "json" | "csv" })
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
      /** Where something public is answered: in its place, or to the person alone. */
      readonly where?: "public" | "private"
      /** What it answers was written by a machine: no machine of ours answers it. */
      readonly toMachine?: true
      /** The next channel is tried where it does not get so far within these milliseconds. */
      readonly orElse?: { readonly unless: "sent" | "delivered" | "read"; readonly within: number }
    })
  | (Of<"record"> & { readonly content: Content; readonly author: string; readonly channel: string })
  | (Of<"dispatch"> & {
      readonly message: string
      readonly exclusion?: Exclusion
      readonly spent?: Spent
      /** An earlier run of this attempt had marked it, and never came back. */
      readonly resumes?: true
    })
  /** It waits for its turn at the provider. */
  | (Of<"postpone"> & { readonly message: string; readonly until: number })
  | (Of<"settle"> & { readonly message: string; readonly result: CallResult; readonly course: Course })
  /** Whether a message goes by another channel as well; `broken`: its own takes nothing at the moment. */
  | (Of<"follow"> & { readonly message: string; readonly channel?: "broken" })
  | Of<"ring">
  | (Of<"reading"> & { readonly of: EntryId; readonly reading: Reading })
  | (Of<"ask"> & {
      readonly survey: string
      readonly via?: readonly string[]
      /** Milliseconds after which somebody who has not answered is reminded. */
      readonly remind?: readonly number[]
      readonly incentive?: { readonly name: string; readonly give: "before" | "after" }
      /** It belongs to a campaign: who cannot be asked is spared, and nothing is refused. */
      readonly campaign?: string
      readonly isCancelled?: boolean
      readonly moment?: SurveyMoment
    })
  /** Somebody of a campaign will be asked at that moment; `notice` is said to them now. */
  | (Of<"plan-survey"> & {
      readonly survey: string
      readonly campaign: string
      readonly at: number
      readonly via?: readonly string[]
      readonly notice?: Localized
      readonly moment?: SurveyMoment
    })
  | (Of<"remind"> & { readonly response: string; readonly moment?: SurveyMoment })
  | (Of<"answer"> & {
      readonly survey: string
      readonly response: string
      readonly question: string
      readonly value: unknown
      readonly moment?: SurveyMoment
    })
  | (Of<"redeem-incentive"> & { readonly incentive: string; readonly by: string; readonly moment?: SurveyMoment })
  /** A page of theirs asks whether it may put a survey to them. */
  | (Of<"offer-survey"> & { readonly survey: string })
  /** They answered an anonymous survey on a page: that they did, and not what. */
  | (Of<"mark-answered"> & {
      readonly survey: string
      readonly response: string
      readonly isDone: boolean
      readonly moment?: SurveyMoment
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
  | (Of<"reject-event"> & { readonly rejection: RejectedEvent })
  | (Of<"replayed-event"> & { readonly of: string })
  /** Asks anew where a customer stands: because time went by or, as a `backfill`, because the definitions are others. */
  | (Of<"review"> & { readonly backfill?: boolean })
  | (Of<"put-off"> & { readonly job: Job })
  | Of<"done">

/** The input of one kind. */
export type InputOf<Kind extends Input["kind"]> = Extract<Input, { readonly kind: Kind }>
