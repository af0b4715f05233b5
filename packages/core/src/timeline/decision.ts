import type { Endpoint, InputId } from "../kernel/ids.ts"
import type { Draft } from "./entry.ts"
import type { Job } from "./job.ts"

/** What every input has. Rooms add their own fields under their `kind`. */
export interface InputBase {
  readonly id: InputId
  readonly kind: string
  readonly on: Endpoint
  /** Further endpoints whose customers the decision needs: the ends of a link. */
  readonly with?: readonly Endpoint[]
  /** When it happened, in milliseconds; when it is left out, when it was received. */
  readonly occurredAt?: number
  /** Part of an import: decided at its own time; it sends nothing and arms no timer. */
  readonly historic?: boolean
  /** The job whose work this input concludes: gone in the same commit. */
  readonly acks?: string
  /** How many rules lie between this input and the world; inputs deeper than 8 are refused. */
  readonly depth?: number
}

/** What `decide` answers: facts to append and commands, or the reason why the input cannot be taken. */
export interface Decision<Drafts extends Draft = Draft> {
  readonly entries: readonly Drafts[]
  readonly posts?: readonly Job[]
  readonly cancels?: readonly string[]
  readonly invalid?: never
}

/** The input cannot be taken: which field, and what to do about it. Nothing is written. */
export interface Rejection {
  readonly invalid: {
    readonly field: string
    readonly remedy: string
    readonly reason?: "invalid" | "too-large" | "unknown" | "conflict"
  }
}
