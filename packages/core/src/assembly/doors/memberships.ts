import type { Outcome } from "../../runtime/turn.ts"
import type { Page, PageRequest } from "../../timeline/store.ts"
import type { Member } from "../members.ts"
import type { CallOptions } from "./call-options.ts"

/** Who belongs to which account or community. A member and their group stay two: nothing of one becomes the other's. */
export interface MembershipsDoor {
  /**
   * Says that somebody is a member of an account (`account:acme`) or a community (`community:runners`), and as what; `member`, where
   * nothing is said. Said again with another role, it is the new one.
   */
  readonly join: (
    member: string,
    of: string,
    options?: CallOptions & { readonly role?: string },
  ) => Promise<Outcome["status"]>
  /** Says that somebody is a member no more. */
  readonly leave: (member: string, of: string, options?: CallOptions) => Promise<Outcome["status"]>
  /** Who is in a group, those who came first first. */
  readonly members: (of: string, page?: Partial<PageRequest>) => Promise<Page<Member>>
}
