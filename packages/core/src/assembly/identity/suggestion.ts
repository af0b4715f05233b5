import { personOf } from "../../conversation/contact.ts"
import { InputError } from "../../kernel/errors.ts"
import { partsOf, type StreamId } from "../../kernel/ids.ts"
import { liveApart } from "../../profile/identity.ts"
import { traitValues } from "../../profile/traits.ts"
import type { Whole } from "../../runtime/house.ts"
import type { Page, PageRequest, Row } from "../../timeline/store.ts"
import type { JoinPreview, SuggestedEnd, Suggestion } from "../doors/identities.ts"
import { type SuggestionLine, suggestionList } from "./rows.ts"
import type { State } from "../entries.ts"
import type { LinkPreview } from "./view.ts"
import type { Loop } from "../loop.ts"
import { masked, nameOf } from "../rows.ts"

const lineOf = ({ data }: Row): SuggestionLine => JSON.parse(data) // written by suggestionRows

/** A guess that waits for an answer. Rejects with `InputError` where none of this id does. */
export const openSuggestion = async (loop: Loop, id: string): Promise<SuggestionLine> => {
  await loop.ready()
  const { items } = await loop.store.query(suggestionList, { link: id }, { limit: 1 })
  const [row] = items
  if (row) return lineOf(row)
  throw new InputError("unknown", "suggestion", "nobody suggests it, or it was answered already; read the list again")
}

const endOf = (stream: StreamId, customer: Whole<State>): SuggestedEnd | undefined => {
  const row = customer.streams.get(stream)
  if (!row) return undefined
  const { scheme } = partsOf(row.identifier)
  return { stream, customer: customer.id, name: nameOf(customer), scheme, value: masked(row.identifier) }
}

/** Whether somebody said that two customers are two, by whichever of their identifiers. */
const areApart = ({ state }: Whole<State>, { streams }: Whole<State>): boolean =>
  liveApart(state.identity).some(([, { ends }]) => ends.some((end) => streams.has(end)))

/**
 * A page of the guesses that wait, the best first. One whose end was erased meanwhile is left out, and one about two who were kept apart
 * by other identifiers of theirs.
 */
export const suggestionPage = async (loop: Loop, page: PageRequest): Promise<Page<Suggestion>> => {
  await loop.ready()
  const { items, next } = await loop.store.query(suggestionList, {}, page)
  const found = await Promise.all(
    items.map(async (row): Promise<Suggestion | undefined> => {
      const { link, ends, score, explanation, source, at } = lineOf(row)
      const [first, second] = await Promise.all([loop.whole(ends[0]), loop.whole(ends[1])])
      if (!first || !second || areApart(first, second)) return undefined
      const [one, two] = [endOf(ends[0], first), endOf(ends[1], second)]
      return one && two && { id: link, ends: [one, two], score, explanation, source, at }
    }),
  )
  return { items: found.filter((each) => each !== undefined), ...(next !== undefined && { next }) }
}

/** A preview as a caller reads it: addresses are masked. */
export const joinPreview = ({ customer, ...rest }: LinkPreview): JoinPreview => ({
  ...rest,
  customer: customer.id,
  name: nameOf(customer),
  traits: traitValues(customer.state.traits),
  known: [...customer.streams].map(([stream, { identifier }]) => ({
    stream,
    scheme: partsOf(identifier).scheme,
    value: masked(identifier),
  })),
  optedOut: personOf(customer.state).optedOutAt !== null,
})
