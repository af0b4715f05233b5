import type { SuppressedBecause } from "../conversation/contact-place.ts"
import type { InboxItem, MoodLevel, Waiting } from "../conversation/inbox.ts"
import type { ThreadItem } from "../conversation/thread.ts"
import type { CustomerId, EntryId, StreamId } from "../kernel/ids.ts"
import type { HeldPreferences } from "../profile/preference.ts"
import type { Weighed } from "../profile/identity/links.ts"
import type { Caution } from "../profile/value/fit.ts"
import type { SubjectKind } from "../profile/subject.ts"
import type { Page } from "../timeline/store.ts"
import type { ConsentView } from "./consent/view.ts"

/** Until when free words may be sent to a place, and what may be sent afterwards. */
export interface ReplyWindowView {
  /** Null, where they have to write first. A moment that is over: it is closed. */
  readonly opensUntil: number | null
  readonly after: "template" | "nothing"
}

/** One place where the customer is known. */
export interface Known {
  readonly stream: StreamId
  readonly scheme: string
  /** The address as it may be shown to a colleague: masked in the middle. */
  readonly value: string
  /** Whether we can write to it, and by which channel. */
  readonly channel: string | null
  readonly waiting: Waiting | null
  /** Until when free words may be sent here; absent where they always may. */
  readonly replyWindow?: ReplyWindowView
  /** Why nothing is sent here any more. */
  readonly suppressed?: { readonly because: SuppressedBecause; readonly at: number }
  /** Why it is theirs: the links that hold it. None for a place that stands alone. */
  readonly links: readonly LinkView[]
}

/** A link between two identifiers: who said it, when, how much it is worth, and what shows it. */
export interface LinkView {
  readonly link: string
  readonly ends: readonly [StreamId, StreamId]
  readonly schemes: readonly [string, string]
  readonly source: string
  readonly trust: "manual" | "stated" | "claimed" | "suggested"
  readonly at: number
  /** The addresses of both ends, masked; dots, where somebody was erased. */
  readonly values: readonly [string, string]
  readonly score?: number
  /** Of a guess: what each field adds to it. */
  readonly explanation?: readonly Weighed[]
  readonly evidence?: string
}

/** A link that joins nobody, and the rule that refuses it. */
export interface RefusedLink extends LinkView {
  readonly rule: string
}

/** Where a trait comes from: who told it, and the moment from which it holds. */
export interface TraitSource {
  readonly value: unknown
  readonly at: number
  readonly source: string
}

/** A group that somebody is a member of. */
export interface MembershipView {
  readonly of: CustomerId
  readonly kind: SubjectKind
  readonly name: string
  readonly role: string
  readonly since: number
}

/** The members of a group, and how they feel: so many of each mood, of those whose mood is known. */
export interface MembersView {
  /** How many there are, as far as they were counted. */
  readonly count: number
  /** Whether there are more than were counted. */
  readonly isMore: boolean
  readonly moods: { readonly [level in MoodLevel]: number }
}

/** A segment that a customer is in. */
export interface SegmentView {
  readonly name: string
  readonly since: number
}

/** Where a customer stands between new and lost. */
export interface LifecycleView {
  readonly stage: string
  readonly since: number
}

/** What a customer is worth. What needs a fitted model is `null` before there is one. */
export interface ValueView {
  readonly orders: number
  readonly total: number
  readonly last: number | null
  readonly rfm: { readonly recency: number; readonly frequency: number; readonly monetary: number } | null
  readonly pAlive: number | null
  /** How many orders are to be expected in the weeks of the model. */
  readonly expectedOrders: number | null
  /** How far that may be off because the parameters of the model are not known better: a standard error. */
  readonly expectedOrdersError: number | null
  /** What those orders are worth today. */
  readonly clv: number | null
  /** In what amounts are, where the application says so. */
  readonly currency?: string
  /** When the model was learned, from how many buyers, how many weeks it looks ahead, and why to read it with care. */
  readonly model: {
    readonly at: number
    readonly n: number
    readonly weeks: number
    readonly cautions: readonly Caution[]
  } | null
}

/** A case that is open. */
export interface OpenCase {
  readonly id: string
  readonly kind: string
  readonly owner: string
  readonly because: string
  readonly openedAt: number
  /** When it is due, by the team's business hours where the case asks for them. */
  readonly due: number | null
}

/** How the customer feels, how sure we are, and the messages that say so. */
export interface MoodView {
  readonly level: MoodLevel
  readonly confidence: number
  /** Of a group: of how many members the mood is known. */
  readonly n?: number
  readonly since: number | null
  readonly because: readonly EntryId[]
  /** Past scores, oldest first, from -1 to 1. */
  readonly history: readonly { readonly at: number; readonly score: number }[]
}

/** One current picture of a customer, from one read. */
export interface CustomerView<Traits = { readonly [name: string]: unknown }> {
  readonly id: CustomerId
  readonly kind: SubjectKind
  readonly name: string
  /** What is known and what is computed from it, by name. */
  readonly traits: Traits
  /** Where each known trait comes from, and since when it holds. Computed traits have no source. */
  readonly traitSources: { readonly [name: string]: TraitSource }
  readonly language?: string
  readonly zone?: string
  readonly mood: MoodView
  readonly known: readonly Known[]
  /** Links that a rule refused, so that what they name is not theirs. */
  readonly refused: readonly RefusedLink[]
  /** The groups that it is a member of. */
  readonly memberships: readonly MembershipView[]
  /** Of an account or a community: who is in it, and how they are. */
  readonly members: MembersView | null
  readonly consents: readonly ConsentView[]
  readonly preferences: HeldPreferences
  readonly segments: readonly SegmentView[]
  readonly lifecycle: LifecycleView | null
  readonly value: ValueView | null
  readonly optedOut: boolean
  readonly cases: readonly OpenCase[]
  readonly owner: string | null
  readonly waiting: Waiting | null
  /** The last 50 lines, newest first. */
  readonly thread: Page<ThreadItem>
}

export type { InboxItem }
