import { ringAfter } from "../../conversation/conversation.ts"
import { dispatch, type Leaving, postpone } from "../../conversation/dispatch.ts"
import type { Plan } from "../../conversation/message.ts"
import { followNow } from "../../conversation/message-job.ts"
import type { Outbox } from "../../conversation/outbox.ts"
import { type Change, recordSent, withhold } from "../../conversation/queue.ts"
import { receipt } from "../../conversation/receipt.ts"
import { deliveryRule } from "../../conversation/retry.ts"
import { type Promises, settle } from "../../conversation/settle.ts"
import type { InputId } from "../../kernel/ids.ts"
import type { Situation } from "../../runtime/house.ts"
import type { Decision, Rejection } from "../../timeline/decision.ts"
import type { AnyDraft, State } from "../entries.ts"
import type { InputOf } from "../inputs.ts"
import { channelsAt, everyChannel, namesOf } from "../pool.ts"
import { follow } from "./follow.ts"
import { addresseeOf, post, renderedBy } from "./post.ts"
import { approaches, type Reach, reachable } from "./reach.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"
import { tooLong, wrongContent } from "./text.ts"

/** By which channels it goes where it does not get far enough by this one: those that were named after it, or the rest of its pool. */
const planOf = (setting: Setting, { stream, channel }: Reach, { via, orElse }: InputOf<"write">): Plan | undefined => {
  const order = channelsAt(setting.pools, via ?? everyChannel(setting), stream)
  const after = order.slice(order.indexOf(channel) + 1)
  if (orElse) return after.length > 0 ? { next: after, ...orElse } : undefined
  const pool = Object.values(setting.pools).find((members) => Object.hasOwn(members, channel))
  const others = pool ? order.filter((name) => name !== channel && Object.hasOwn(pool, name)) : []
  return others.length > 0 ? { next: others, unless: "sent" } : undefined
}

const problemOf = (setting: Setting, { content, via }: InputOf<"write">): Rejection | undefined => {
  for (const name of via ?? [])
    if (!namesOf(setting).includes(name))
      return refuse("via", "name one of the channels or pools of createEscucha", "unknown")
  return wrongContent(content)
}

const write =
  (setting: Setting): Decide<"write"> =>
  (input, situation) => {
    const problem = problemOf(setting, input)
    if (problem) return problem
    const { customer, stream } = situation
    const isStrict = input.orElse !== undefined
    const { via, to } = input
    const places =
      input.purpose === "answer"
        ? reachable(setting, customer, stream, { via, isStrict, ...(to !== undefined && { to }) })
        : approaches(setting, customer, stream, { ...input, isStrict })
    const refusals = places.map(({ channel }) => {
      const rendered = renderedBy(setting, channel, input.content)
      return rendered && "refusal" in rendered ? rendered.refusal : undefined
    })
    const where = places[refusals.indexOf(undefined)]
    const { id, content, purpose, author, substance, expiresAt } = input
    const letter = { id, content, purpose, author, substance, ...(expiresAt !== undefined && { expiresAt }) }
    if (where) {
      const plan = planOf(setting, where, input)
      const { where: placed, toMachine } = input
      const whole = {
        ...letter,
        ...(plan && { plan }),
        ...(placed && { where: placed }),
        ...(toMachine && { toMachine }),
      }
      return post(setting, situation, where, whole, input.historic ?? false)
    }
    // no channel that reaches them takes it: that is for whoever wrote it to mend
    const [refusal] = refusals
    if (refusal) return refuse(`content.${refusal.part}`, refusal.remedy)
    const { id: message, ...rest } = letter
    return withhold({ ...rest, message, stream, channel: "none" }, "no-address")
  }

const record: Decide<"record"> = ({ id, content, author, channel }, { stream }) =>
  tooLong("text", content.text) ??
  recordSent({ message: id, stream, channel, content, purpose: "answer", author, substance: true })

const leaving = (setting: Setting, { stream, own, customer, now }: Situation<State>, message: string): Leaving => ({
  key: stream,
  message,
  state: own.outbox,
  to: addresseeOf(customer, stream),
  contact: setting.contact,
  rule: deliveryRule(setting.delivery, own.outbox.open[message]?.purpose ?? "service"),
  now,
})

const promisesOf = ({ channels }: Setting, { open }: Outbox, message: string): Promises => {
  const name = open[message]?.channel ?? ""
  const channel = Object.hasOwn(channels, name) ? channels[name] : undefined
  return {
    idempotency: channel?.capabilities.idempotency ?? { kind: "none" },
    canAsk: channel?.shape === "http" && channel.extras.find !== undefined,
  }
}

/**
 * Lets a message that did not make it be followed at once, where another channel is named for that. The look is named by the input: a
 * message may come to the same end twice, and a job of a name that was taken in before would never be acknowledged.
 */
const followed = ({ stream, own }: Situation<State>, { id }: { readonly id: InputId }, change: Change): Change => {
  const plans = own.outbox.plans ?? {}
  const looks = change.entries.flatMap(({ kind, data }) =>
    kind === "delivery-changed" &&
    Object.hasOwn(plans, data.message) &&
    ["failed", "withheld", "uncertain"].includes(data.delivery.status)
      ? [followNow(stream, data.message, id)]
      : [],
  )
  return looks.length === 0 ? change : { ...change, posts: [...(change.posts ?? []), ...looks] }
}

/** With the word that our promise broke for whoever waits too long already when an answer leaves that was written before. */
const aloud = ({ own, now }: Situation<State>, change: Change): Decision<AnyDraft> => {
  const broken = change.entries.flatMap((entry) =>
    entry.kind === "delivery-changed" ? ringAfter(own.conversation, entry.data, now) : [],
  )
  return broken.length === 0 ? change : { ...change, entries: [...change.entries, ...broken] }
}

/** The provider refused it because they had stopped our messages there: it is a stop as any other, and holds from now on. */
const stoppedThere = ({ own }: Situation<State>, message: string, change: Change): Decision<AnyDraft> => {
  const channel = own.outbox.open[message]?.channel
  if (change.entries.length === 0 || channel === undefined) return change
  const stop: AnyDraft = { kind: "opted-out", data: { by: "network", channel, how: "refused" } }
  return { ...change, entries: [...change.entries, stop] }
}

/** How what we write is decided. */
export const writing = (setting: Setting) => ({
  write: write(setting),
  record,
  dispatch: ((input, situation) => {
    const { idempotency } = promisesOf(setting, situation.own.outbox, input.message)
    const keyLasts = idempotency.kind === "key" ? { keyLasts: idempotency.window } : {}
    const ready = { ...leaving(setting, situation, input.message), ...keyLasts }
    const to = input.spent ? { ...ready.to, spent: input.spent } : ready.to
    const { id: mark, exclusion, resumes } = input
    return followed(situation, input, dispatch({ ...ready, to }, { mark, exclusion, resumes }))
  }) satisfies Decide<"dispatch">,
  postpone: ((input, situation) =>
    followed(
      situation,
      input,
      postpone(leaving(setting, situation, input.message), input.until),
    )) satisfies Decide<"postpone">,
  settle: ((input, situation) => {
    const { message, result, course } = input
    const promises = promisesOf(setting, situation.own.outbox, message)
    const change = followed(situation, input, settle(leaving(setting, situation, message), result, course, promises))
    return result.status === "failed" && result.error === "opted-out"
      ? stoppedThere(situation, message, change)
      : aloud(situation, change)
  }) satisfies Decide<"settle">,
  receipt: ((input, situation) => {
    const { message, reference, status, error } = input.receipt
    const said = {
      message,
      status,
      ...(reference !== undefined && { reference }),
      ...(error !== undefined && { error }),
    }
    return aloud(situation, followed(situation, input, receipt(said, situation.own.outbox)))
  }) satisfies Decide<"receipt">,
  follow: follow(setting),
  done: (() => facts([])) satisfies Decide<"done">,
})
