import { type InputId, inputId, partsOf, type StreamId } from "../../kernel/ids.ts"
import type { IdentifierRules } from "../../profile/identifier.ts"
import { keepApart, link, type LinkWords, liveApart, liveLinks, retract, unlink } from "../../profile/identity.ts"
import type { Links } from "../../profile/identity/links.ts"
import type { Situation, Tying, Whole } from "../../runtime/house.ts"
import type { Rejection } from "../../timeline/decision.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { Input, LinkSaid } from "../inputs.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"

/** The most streams that may have a say in who one person is, shared places aside. Nobody lives in so many. */
const mostReached = 500

/** The most identifiers that one call may say to be one person's. */
const mostNamed = 50

const longestEvidence = 1_000
const mostFields = 50
const mostApart = 500

type Other = Situation<State>["others"][number]
interface Place {
  readonly stream: StreamId
  readonly customer: Whole<State>
}

const identifierOf = ({ stream, customer }: Place) => customer.streams.get(stream)?.identifier

const schemesOf = (one: Place, two: Place): readonly [string, string] => {
  const [first, second] = [identifierOf(one), identifierOf(two)]
  return [first ? partsOf(first).scheme : "", second ? partsOf(second).scheme : ""]
}

/** The words of a link between two places: their types, and whether one of them names nobody. */
const wordsOf = (rules: IdentifierRules, one: Place, two: Place, said: LinkSaid): LinkWords => {
  const isBlocked = [identifierOf(one), identifierOf(two)].some(
    (known) => known !== undefined && rules.isBlocked(known),
  )
  const { source, trust = "stated", score, explanation, evidence } = said
  return {
    source,
    trust,
    schemes: schemesOf(one, two),
    ...(isBlocked && { blocked: true }),
    ...(score !== undefined && { score }),
    ...(explanation && { explanation }),
    ...(evidence !== undefined && { evidence }),
  }
}

const problemOf = ({ evidence = "", explanation = [], score = 0 }: LinkSaid): Rejection | undefined => {
  if (evidence.length > longestEvidence)
    return refuse("evidence", `say it in at most ${longestEvidence} letters`, "too-large")
  if (explanation.length > mostFields) return refuse("explanation", `name at most ${mostFields} fields`, "too-large")
  return Number.isFinite(score) ? undefined : refuse("score", "give a number")
}

const tooFar = refuse(
  "with",
  `more than ${mostReached} places are tied together here already; take links back before you say more`,
  "conflict",
)

const isTooFar = ({ reach = 0 }: Situation<State>): boolean => reach > mostReached

/** How much each word is worth beside another one between the same two places. */
const worth = { manual: 3, stated: 2, claimed: 1, suggested: 0 } as const

const between = (links: Links, one: StreamId, two: StreamId) =>
  liveLinks(links).filter(([, { ends }]) => ends.includes(one) && ends.includes(two))

/**
 * The links that come with what the app tells of a customer. What was said before between the same two places is not said again, or
 * each visit of a page would add a line to the timeline.
 */
export const linksOf = (
  { identifiers }: Setting,
  situation: Situation<State>,
  { id, ...said }: LinkSaid & { readonly id: InputId },
): readonly AnyDraft[] | Rejection => {
  const { stream, customer, own, others } = situation
  if (others.length === 0) return []
  if (others.length > mostNamed) return refuse("with", `name at most ${mostNamed} identifiers at once`, "too-large")
  if (isTooFar(situation)) return tooFar
  const here = { stream, customer }
  const isNews = (other: Other) =>
    other.stream !== stream &&
    !between(own.identity, stream, other.stream).some(([, { trust }]) => worth[trust] >= worth[said.trust ?? "stated"])
  return others.flatMap((other, index) =>
    isNews(other) ? link(inputId(`${id}/${index}`), stream, other.stream, wordsOf(identifiers, here, other, said)) : [],
  )
}

const joining =
  ({ identifiers }: Setting): Decide<"link"> =>
  ({ id, source, trust, score, explanation, evidence }, situation) => {
    const { stream, customer, others } = situation
    const [other] = others
    if (!other) return refuse("with", "name the second identifier of the link")
    const said: LinkSaid = {
      source,
      ...(trust && { trust }),
      ...(score !== undefined && { score }),
      ...(explanation && { explanation }),
      ...(evidence !== undefined && { evidence }),
    }
    const problem = problemOf(said)
    if (problem) return problem
    if (isTooFar(situation)) return tooFar
    if (trust === "suggested" && isSettled(customer, other.customer)) return facts([])
    return facts(link(id, stream, other.stream, wordsOf(identifiers, { stream, customer }, other, said)))
  }

/**
 * Whether a guess says nothing new: somebody said before that the two are one, or two, or it was guessed already. By whichever of their
 * identifiers, because others were joined since.
 */
const isSettled = ({ id, state: { identity } }: Whole<State>, other: Whole<State>): boolean =>
  id === other.id ||
  [...liveLinks(identity), ...liveApart(identity)].some(([, { ends }]) => ends.some((end) => other.streams.has(end)))

const keepingApart: Decide<"keep-apart"> = ({ id, reason, by }, { stream, customer, own, others: [other] }) => {
  if (!other) return refuse("with", "name the second identifier")
  if (other.stream === stream) return refuse("with", "name two identifiers: nobody is kept apart from themselves")
  if (reason.length > longestEvidence)
    return refuse("reason", `say it in at most ${longestEvidence} letters`, "too-large")
  const theirs = other.customer.streams.get(other.stream)?.state.identity
  if ([own.identity, theirs].some((links) => Object.keys(links?.apart ?? {}).length >= mostApart))
    return refuse("with", `one identifier is kept apart from at most ${mostApart} others`, "too-large")
  return facts(keepApart(id, stream, other.stream, { schemes: schemesOf({ stream, customer }, other), reason, by }))
}

const retracting: Decide<"retract"> = ({ link: id, reason }, { stream, others: [other] }) =>
  other ? facts(retract(id, stream, other.stream, reason)) : refuse("with", "name the second identifier of the link")

const unlinking: Decide<"unlink"> = ({ reason }, { stream, own }) => facts(unlink(own.identity, stream, reason))

/** How it is decided who is one person with whom. */
export const tying = (setting: Setting) => ({
  link: joining(setting),
  "keep-apart": keepingApart,
  retract: retracting,
  unlink: unlinking,
})

/** Whether an input may change who is who, and how. */
export const tiesOf = (input: Input): Tying | undefined => {
  switch (input.kind) {
    case "link":
    case "keep-apart":
      return "joining"
    case "identify":
    case "message":
    case "address-change":
      return input.with && input.with.length > 0 ? "joining" : undefined
    case "retract":
      return "loosening"
    case "unlink":
      return "unlinking"
    default:
      return undefined
  }
}
