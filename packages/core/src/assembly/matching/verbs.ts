import type { Loop } from "../loop.ts"
import { createFollowing } from "./live.ts"
import { suggestAll, type SuggestOptions, type SuggestReport } from "./suggest.ts"

/** The verb by which guesses are asked for. Where the application describes its matching, those who change later are compared as well. */
export const createSuggest = (loop: Loop) => {
  const follow = createFollowing(loop)
  return async (options: SuggestOptions = {}): Promise<SuggestReport> => {
    await loop.ready()
    const after = await loop.store.head()
    const { report, matcher } = await suggestAll(loop, options)
    const described = loop.setting.matching
    if (described && options.fields === undefined) follow(matcher, described.fields, after)
    return report
  }
}
