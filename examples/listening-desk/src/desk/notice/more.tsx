import type { PagedList, PagedPart } from "../data/paged-list.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemText } from "./problem-note.tsx"

interface MoreProps<Item, Rest> {
  readonly part: PagedPart<Item, Rest>
  readonly list: Pick<PagedList<Item, Rest>, "showMore">
}

/** The way to the next page of a list, and why it could not be read. */
export const More = <Item, Rest>({ part, list }: MoreProps<Item, Rest>) => {
  const { words } = useSpeech()
  return (
    <>
      {part.next !== null && (
        <button
          type="button"
          className="quiet-button rows-more"
          disabled={part.more === "loading"}
          onClick={() => void list.showMore()}
        >
          {part.more === "loading" ? words.inbox.loadingMore : words.inbox.more}
        </button>
      )}
      {typeof part.more === "object" && (
        <p className="form-problem" role="alert">
          <ProblemText error={part.more} />
        </p>
      )}
    </>
  )
}
