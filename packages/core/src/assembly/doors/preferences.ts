import type { HeldPreferences, Preferences } from "../../profile/preference.ts"
import type { Outcome } from "../../runtime/turn.ts"
import type { CallOptions } from "./customers.ts"

/** How customers want to be reached. */
export interface PreferencesDoor {
  /** The wishes that hold now: of each the last word, wherever it was said. */
  readonly of: (customer: string) => Promise<HeldPreferences>
  /** Writes wishes down; what is left out is not changed, `null` takes a wish back. */
  readonly set: (
    customer: string,
    preferences: Preferences,
    options?: CallOptions & { readonly by?: string },
  ) => Promise<Outcome["status"]>
}
