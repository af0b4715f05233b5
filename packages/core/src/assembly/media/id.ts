import { unguessable } from "../../kernel/random.ts"
import { hashOfText } from "../../profile/consent-chain.ts"

/**
 * A fresh id of a file that nobody can guess. What begins with `m` belongs to one customer, and goes with them; what begins with `s` is
 * shared, and stays.
 */
export const freshFileId = (isShared: boolean): string => `${isShared ? "s" : "m"}_${unguessable().replaceAll("-", "")}`

/** The id of a file that is always the same for the same words: of an upload that may come twice, of a file that a provider holds. */
export const fileIdOf = (...words: readonly string[]): string => `m_${hashOfText(JSON.stringify(words)).slice(0, 32)}`

/** The id of what a provider holds, once it is kept here. */
export const keptId = (channel: string, url: string): string => fileIdOf("kept", channel, url)

/** The id in an address such as `media:m_…`; `undefined` where it is another address. */
export const fileIdIn = (url: string): string | undefined => /^media:([ms]_[0-9a-f]{32})$/.exec(url)?.[1]
