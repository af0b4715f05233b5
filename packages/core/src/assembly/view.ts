import { addressAt } from "../channel/channel.ts"
import { personOf } from "../conversation/contact.ts"
import { waitingIn } from "../conversation/conversation.ts"
import { partsOf, type StreamId } from "../kernel/ids.ts"
import { preferencesIn } from "../profile/preference.ts"
import { textTrait, traitSourcesOf } from "../profile/traits.ts"
import type { Whole } from "../runtime/house.ts"
import type { GroupMood } from "../sentiment/group-mood.ts"
import { moodOf } from "../sentiment/mood.ts"
import type { CustomerView, Known, MoodView } from "./customer-view.ts"
import type { State } from "./entries.ts"
import { consentViews } from "./consent/view.ts"
import { pictureOf } from "./facts.ts"
import { identityView } from "./identity/view.ts"
import { later } from "./later.ts"
import type { Loop } from "./loop.ts"
import { membershipsOf, readMembers } from "./members.ts"
import { kindOf, languageOf, masked, nameOf } from "./rows.ts"
import { lifecycleView, segmentViews } from "./segment/view.ts"
import { threadPage, windowOf } from "./thread.ts"
import { purchasesOf } from "./value/purchases.ts"

export { threadPage } from "./thread.ts"

const suppressedIn = ({ contact: { suppression } }: State): Pick<Known, "suppressed"> =>
  suppression?.because ? { suppressed: { because: suppression.because, at: suppression.at } } : {}

const windowView = (loop: Loop, channel: string | null, state: State): Pick<Known, "replyWindow"> => {
  const replyWindow = channel === null ? undefined : windowOf(loop.setting, channel, state)
  return replyWindow ? { replyWindow } : {}
}

const knownOf = (loop: Loop, customer: Whole<State>, linksOf: (stream: StreamId) => Known["links"]): readonly Known[] =>
  [...customer.streams].map(([stream, { identifier, state }]) => {
    const { scheme } = partsOf(identifier)
    const channel =
      state.conversation.last?.channel ??
      Object.entries(loop.setting.channels).find(([, served]) => addressAt(served, identifier) !== undefined)?.[0] ??
      null
    return {
      stream,
      scheme,
      value: masked(identifier),
      channel,
      waiting: waitingIn(state.conversation),
      ...windowView(loop, channel, state),
      ...suppressedIn(state),
      links: linksOf(stream),
    }
  })

/** How a customer feels; of a group, how its members do. */
const moodView = ({ feelings }: State, group: GroupMood | undefined): MoodView => ({
  ...moodOf(feelings),
  since: feelings.since,
  history: feelings.points.map(({ at, score }) => ({ at, score })),
  ...group,
})

const worth = later(() => import("./value/verbs.ts"))

/** What a customer is worth; `null` where the application does not say what a purchase is, or where they have bought nothing. */
const valueOf = async ({ setting, store }: Loop, { events }: State, now: number): Promise<CustomerView["value"]> => {
  const { value } = setting
  const purchases = value && purchasesOf(value, events)
  return purchases ? (await worth()).valueThen(store, value, purchases, now) : null
}

/** The picture of a customer whose state was read, at a moment: it and the last 50 entries. */
export const viewOfWhole = async (
  loop: Loop,
  customer: Whole<State>,
  now = loop.clock.now(),
): Promise<CustomerView> => {
  const { state } = customer
  const language = languageOf(customer)
  const zone = preferencesIn(state.preferences).zone ?? textTrait(state.traits, "zone") ?? state.contact.zone?.name
  const members = await readMembers(loop, customer)
  const identity = await identityView(loop, customer)
  return {
    id: customer.id,
    kind: kindOf(customer),
    name: nameOf(customer),
    traits: pictureOf(loop.setting.computed, state, now),
    traitSources: traitSourcesOf(state.traits),
    ...(language !== undefined && { language }),
    ...(zone !== undefined && { zone }),
    mood: moodView(state, members?.mood),
    known: knownOf(loop, customer, identity.linksOf),
    refused: identity.refused,
    memberships: await membershipsOf(loop, customer),
    members: members?.view ?? null,
    consents: consentViews(loop.setting, state.consents, now),
    preferences: preferencesIn(state.preferences),
    segments: segmentViews(loop.setting, state),
    lifecycle: lifecycleView(loop.setting, state),
    value: await valueOf(loop, state, now),
    optedOut: personOf(state).optedOutAt !== null,
    cases: Object.entries(state.cases)
      .map(([id, open]) => ({ id, ...open }))
      .sort((one, two) => (one.due ?? one.openedAt) - (two.due ?? two.openedAt)),
    owner: state.conversation.owner,
    waiting: waitingIn(state.conversation),
    thread: await threadPage(loop, customer, { limit: 50 }),
  }
}

/** One current picture of a customer: their state and the last 50 entries, in one read. */
export const viewOf = async (loop: Loop, reference: string): Promise<CustomerView | undefined> => {
  const customer = await loop.whole(reference)
  return customer && viewOfWhole(loop, customer)
}
