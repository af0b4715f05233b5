import type { Identifier } from "../../kernel/ids.ts"
import type { Outcome } from "../../runtime/turn.ts"

/** Why, by your word, and your id of the call. */
export interface BecauseOptions {
  /** A retry with the same id changes nothing. */
  readonly id?: string
  readonly reason: string
}

/** Which identifiers are one person's. */
export interface IdentitiesDoor {
  /** Says that two identifiers are one person's; gives the id of the link, by which it can be taken back. */
  readonly link: (
    one: Identifier,
    two: Identifier,
    options?: { readonly id?: string; readonly source?: string },
  ) => Promise<{ readonly status: Outcome["status"]; readonly link: string }>
  /** Takes one link back, exactly; what it joined is as if it had never been said. */
  readonly retract: (
    one: Identifier,
    two: Identifier,
    link: string,
    options: BecauseOptions,
  ) => Promise<Outcome["status"]>
  /** Takes back every link that holds this identifier; what was joined only through it comes apart too. */
  readonly unlink: (one: Identifier, options: BecauseOptions) => Promise<Outcome["status"]>
}
