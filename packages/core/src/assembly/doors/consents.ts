import type { WithheldBecause } from "../../conversation/delivery.ts"
import type { Duration } from "../../kernel/duration.ts"
import type { Localized } from "../../kernel/localized.ts"
import type { ConsentEvidence, ConsentMethod } from "../../profile/consent.ts"
import type { ConsentDecision } from "../../profile/consent-word.ts"
import type { LedgerReport } from "../../profile/consent-ledger.ts"
import type { LegalBasis } from "../../profile/legal-basis.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { ConsentEvent } from "../consent/history.ts"
import type { ConsentView } from "../consent/view.ts"
import type { CallOptions } from "./customers.ts"

/** What somebody was shown, as a caller tells it. */
export interface ShownText {
  readonly text: string
  readonly version?: string
  readonly language?: string
}

/** A yes or a no, as a caller tells it. */
export interface ConsentGiven<Purpose extends string = string, Channel extends string = string> extends CallOptions {
  readonly purpose: Purpose
  /** A channel by its name; all of them (`*`), where it is left out. */
  readonly channel?: Channel | "*"
  /** `grant`, where it is left out. */
  readonly decision?: ConsentDecision
  /** On what a yes rests; what its purpose rests on, where it is left out. */
  readonly basis?: LegalBasis
  /** What they were shown; the text of the purpose in their language, where it is left out and they said it on a page of yours. */
  readonly text?: ShownText
  readonly method: ConsentMethod
  readonly evidence?: ConsentEvidence
  /** Who writes it down: `app`, where it is left out. */
  readonly actor?: string
  /** A yes that holds until then, in milliseconds. */
  readonly expiresAt?: number
}

/** A yes taken back, as a caller tells it. */
export type ConsentWithdrawn<Purpose extends string = string, Channel extends string = string> = Omit<
  ConsentGiven<Purpose, Channel>,
  "decision" | "basis" | "expiresAt" | "method"
> & {
  readonly method?: ConsentMethod
}

/** How somebody is asked to confirm a yes. */
export interface ConsentQuestion<Channel extends string = string> {
  /** The channel by which the question goes; the yes is for this channel. */
  readonly channel: Channel
  /** What they agree to; the text of the purpose, where it is left out. */
  readonly text?: Localized
  /** How long the link holds: `7 days`, where it is left out. */
  readonly within?: Duration
  /** Your id of this question: asking again with the same id is the same question. */
  readonly id?: string
}

/** What became of a question: it waits for the click, waited already, or was held back. */
export type ConsentAsked =
  | { readonly status: "asked" | "pending"; readonly request: string; readonly expiresAt: number }
  | { readonly status: "withheld"; readonly because: WithheldBecause }

/** What customers agreed to, with its proof. */
export interface ConsentsDoor<Purpose extends string = string, Channel extends string = string> {
  /** Writes down that somebody said yes or no; it lies where you name them, and is never changed. */
  readonly record: (customer: string, given: ConsentGiven<Purpose, Channel>) => Promise<Outcome["status"]>
  /** Writes down that somebody takes a yes back, or objects. */
  readonly withdraw: (customer: string, withdrawn: ConsentWithdrawn<Purpose, Channel>) => Promise<Outcome["status"]>
  /** What holds for a customer now, or what held at an instant (milliseconds) by what had been received until then. */
  readonly of: (customer: string, options?: { readonly asOf?: number }) => Promise<readonly ConsentView[]>
  /**
   * Double opt-in: sends one message with a link; only the click on the button behind it is a yes. While a question waits, asking
   * again sends nothing. Needs the options `secret` and `publicUrl`.
   */
  readonly request: (customer: string, purpose: Purpose, question: ConsentQuestion<Channel>) => Promise<ConsentAsked>
  /** Everything that was said of being contacted, oldest first, with its proof: yes and no, stops and starts, questions. */
  readonly history: (customer: string) => Promise<readonly ConsentEvent[]>
  /**
   * Holds every record against its hash and every chain against its end. `until` is the cursor of an earlier report, and gives the
   * digest of that moment again. Reads the whole feed.
   */
  readonly verify: (options?: { readonly until?: number }) => Promise<LedgerReport>
}
