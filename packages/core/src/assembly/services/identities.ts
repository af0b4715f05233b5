import * as Context from "effect/Context"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf, inputId, isStream } from "../../kernel/ids.ts"
import type { IdentitiesDoor, LinkOptions, LinkOutcome } from "../doors/identities.ts"
import { explained, previewed, refusalOf } from "../identity/view.ts"
import { later } from "../later.ts"
import { idFor, type Loop } from "../loop.ts"
import { joinPreview, openSuggestion, suggestionPage } from "../identity/suggestion.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"
import { pageOf } from "./list.ts"
import { outcomeOf } from "./outcome.ts"

/** Which identifiers are one person's. */
export interface IdentitiesService extends Effectful<IdentitiesDoor> {}

/** Identities as a service of Effect. */
export class Identities extends Context.Service<Identities, IdentitiesService>()("@escucha/Identities") {}

/** A customer by a name of theirs, with the stream that the name leads to. */
const placeOf = async (loop: Loop, field: string, reference: string) => {
  const customer = await loop.whole(reference)
  if (!customer) throw new InputError("unknown", field, "nobody has it yet; there is nothing to look at")
  const endpoint = loop.setting.identifiers.lenient(endpointOf(reference))
  const stream = isStream(endpoint)
    ? endpoint
    : [...customer.streams].find(([, { identifier }]) => identifier === endpoint)?.[0]
  return { customer, stream: stream ?? customer.id }
}

const say = async (
  loop: Loop,
  [one, two]: readonly [string, string],
  { id: given, source = "app", trust, score, explanation, evidence }: LinkOptions,
): Promise<LinkOutcome> => {
  const link = idFor("link", given, loop)
  const { status } = await loop.post({
    kind: "link",
    id: link,
    on: endpointOf(one),
    with: [endpointOf(two)],
    source,
    ...(trust && { trust }),
    ...(score !== undefined && { score }),
    ...(explanation && { explanation }),
    ...(evidence !== undefined && { evidence }),
  })
  const refused = await refusalOf(loop, one, link)
  return { status, link, ...(refused && { refused }) }
}

const setApart = async (
  loop: Loop,
  [one, two]: readonly [string, string],
  { id: given, reason, by }: Parameters<IdentitiesDoor["keepApart"]>[2],
) => {
  const id = idFor("apart", given, loop)
  const on = endpointOf(one)
  const { status } = await loop.post({ kind: "keep-apart", id, on, with: [endpointOf(two)], reason, by })
  return { status, id }
}

const makeSuggest = (loop: Loop): Pick<IdentitiesService, "suggest"> => {
  // one for all calls: the next run of a house takes over from the one before
  const verb = later(async () => (await import("../matching/verbs.ts")).createSuggest(loop))
  return { suggest: (options) => attempt(async () => (await verb())(options)) }
}

const makeGuesses = (loop: Loop): Pick<IdentitiesService, "suggestions" | "accept" | "refuse"> => ({
  suggestions: (page) => attempt(() => suggestionPage(loop, pageOf(page))),
  accept: (suggestion, { id, by }) =>
    attempt(async () => {
      const { ends } = await openSuggestion(loop, suggestion)
      const said = { source: by, trust: "manual", evidence: `accepted ${suggestion}` } as const
      return say(loop, ends, { ...said, id: id ?? `accepted:${suggestion}` })
    }),
  refuse: (suggestion, { id, by, reason }) =>
    attempt(async () => {
      const { ends } = await openSuggestion(loop, suggestion)
      return setApart(loop, ends, { by, reason, id: id ?? `refused:${suggestion}` })
    }),
})

/** The service over a loop. */
export const makeIdentities = (loop: Loop): IdentitiesService => ({
  link: (one, two, options = {}) => attempt(() => say(loop, [one, two], options)),
  retract: (one, two, link, { id, reason }) =>
    outcomeOf(loop, () => ({
      kind: "retract",
      id: idFor("retract", id, loop),
      on: endpointOf(one),
      with: [endpointOf(two)],
      link: inputId(link),
      reason,
    })),
  unlink: (one, { id, reason }) =>
    attempt(async () => {
      if (!(await loop.whole(one)))
        throw new InputError("unknown", "identifier", "nobody has it, so there is nothing to take apart")
      return (await loop.post({ kind: "unlink", id: idFor("unlink", id, loop), on: endpointOf(one), reason })).status
    }),
  keepApart: (one, two, options) => attempt(() => setApart(loop, [one, two], options)),
  explain: (customer) =>
    attempt(async () => {
      const whole = await loop.whole(customer)
      return whole && explained(loop, whole)
    }),
  preview: (one, two) =>
    attempt(async () => {
      const [first, second] = [await placeOf(loop, "one", one), await placeOf(loop, "two", two)]
      return joinPreview(await previewed(loop, first, second))
    }),
  ...makeSuggest(loop),
  ...makeGuesses(loop),
})
