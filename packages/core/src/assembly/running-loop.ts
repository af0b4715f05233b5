import type { InboundTally } from "../channel/inbound.ts"
import { type Endpoint, type StreamId, streamId } from "../kernel/ids.ts"
import { cached, uncached } from "../runtime/cache.ts"
import { createFollower } from "../runtime/follower.ts"
import { packed } from "../runtime/packed.ts"
import { shadowed } from "../runtime/shadow.ts"
import { createTurn } from "../runtime/turn.ts"
import type { State } from "./entries.ts"
import { createForgetting } from "./own-data/forgetting.ts"
import { createHandOver, type HandOver } from "./hand-over.ts"
import { tellErased } from "./hearing.ts"
import { createOutlet } from "./outlet.ts"
import { takePollTally } from "./jobs/tally.ts"
import { type Alive, createLife } from "./life.ts"
import { createLook } from "./look.ts"
import { lookAround } from "./identity/around.ts"
import type { Input } from "./inputs.ts"
import { placed } from "./identity/place.ts"
import type { Presence } from "./presence.ts"
import { createReader, known } from "./reader.ts"
import { createReceive } from "./receive.ts"
import { momentAt } from "./survey/anonymous.ts"
import { createSurveyMoments, type SurveyMoments } from "./survey/moment.ts"
import type { Store } from "../timeline/store.ts"
import type { Loop, LoopOptions, Posted } from "./loop.ts"
import { outcomeOf, type Watch } from "./telemetry/watch.ts"

const receiving = (
  { setting, clock, report }: LoopOptions,
  post: Loop["post"],
  present: Presence["tell"],
  tallied: (channel: string, tally: InboundTally) => Promise<void>,
): Loop["receive"] =>
  createReceive<Posted>({
    setting,
    clock,
    post,
    report,
    present,
    tallied,
    passedOver: { status: "committed", entries: [] },
  })

/** Tells what becomes of every input. */
const watched =
  (watch: Watch, post: Loop["post"]): Loop["post"] =>
  async (input) => {
    try {
      const posted = await post(input)
      watch.input(input.kind, posted.status)
      return posted
    } catch (failure) {
      watch.input(input.kind, outcomeOf(failure))
      throw failure
    }
  }

/** Takes inputs in, once the loop is open, each with what surveys have to know of the moment. */
const postingOf = (
  { setting, watch }: LoopOptions,
  moments: SurveyMoments,
  {
    turn,
    follower,
    state,
    ready,
  }: Pick<Alive, "turn" | "follower"> & { readonly state: { readonly isOpen: boolean }; readonly ready: Loop["ready"] },
): Loop["post"] => {
  const commit = async (input: Input): Promise<Posted> => {
    const outcome = await turn.post(placed(setting.identifiers, input))
    if (outcome.status === "duplicate") return outcome
    follower.wake()
    const entries = outcome.entries.map(known)
    moments.heard(entries)
    return { status: "committed", entries }
  }
  const take = (input: Input): Promise<Posted> => {
    const put = moments.put(input)
    return put instanceof Promise ? put.then(commit) : commit(put)
  }
  const post = (input: Input): Promise<Posted> => (state.isOpen ? take(input) : ready().then(() => take(input)))
  return watch ? watched(watch, post) : post
}

/** The turns of a loop, over what it keeps in memory. */
const turnOf = (
  { house, store, setting, clock, random, limits, watch }: LoopOptions,
  {
    kept,
    jobs,
    fresh,
  }: {
    readonly kept: Pick<Store<State>, "load" | "commit">
    readonly jobs: Pick<HandOver, "handOver">
    readonly fresh: (place?: Endpoint) => StreamId
  },
) =>
  createTurn<State, Input>({
    house,
    store: shadowed(watch ? watch.store(kept) : kept, (list, keys) => store.rows(list, keys), setting.secret),
    now: clock.now,
    fresh,
    random,
    handOver: (posts, cancels) => {
      watch?.posted(posts)
      jobs.handOver(posts, cancels)
    },
    ...(watch && { around: watch.turn }),
    ...(limits && { limits }),
  })

/** Starts a loop. Nothing touches the store before the first call needs it. */
export const createLoop = (options: LoopOptions): Loop => {
  const { setting, house, store, engine, clock, random, report, watch } = options
  const kept = (store.coordination ? uncached<State> : cached<State>)(packed(store, house))
  const jobs = createHandOver(options)
  const fresh = (place?: Endpoint) => streamId(momentAt(place, clock.now()), random)
  const turn = turnOf(options, { kept, jobs, fresh })
  const look = createLook(house, kept, setting.identifiers)
  const follower = createFollower(store)
  const { state, connections, ready, ...ending } = createLife(options, {
    turn,
    follower,
    jobs,
    loop: () => loop,
  })

  const moments = createSurveyMoments(setting, store, clock)
  const post = postingOf(options, moments, { turn, follower, state, ready })
  const loop: Loop = {
    setting,
    house,
    store,
    engine,
    read: createReader(house, store, follower),
    connections,
    surveyMoment: () => ready().then(moments.now),
    ...createOutlet(options, () => loop),
    report,
    ...(watch && { watch }),
    ready,
    post,
    receive: receiving(
      options,
      post,
      (present) => loop.presence.tell(present),
      (channel, tally) => ready().then(() => takePollTally(loop, channel, tally)),
    ),
    ...ending,
    waiting: turn.waiting,
    ...createForgetting([kept, follower], store.coordination && tellErased(store.coordination, report)),
    freshId: () => fresh().slice(2),
    around: (customer) => lookAround(house, kept, customer),
    whole: async (reference) => {
      if (!state.isOpen) await ready()
      return look.whole(reference)
    },
    named: async (reference) => {
      if (!state.isOpen) await ready()
      return look.named(reference)
    },
  }
  return loop
}
