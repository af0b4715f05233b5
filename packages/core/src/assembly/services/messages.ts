import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Purpose } from "../../conversation/contact-policy.ts"
import { type Delivery, isSettled } from "../../conversation/delivery.ts"
import { deliveryIn } from "../../conversation/outbox.ts"
import { parseDuration } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf, isStream, type StreamId } from "../../kernel/ids.ts"
import type { AnyContent } from "../app.ts"
import { contentFor, contentIn } from "../content.ts"
import { purposesOf } from "../decide/consent.ts"
import { idFor, type Loop } from "../loop.ts"
import { linkReachable } from "../reachable.ts"
import { attempt } from "./failure.ts"
import { editOwn, reactTo, removeOwn } from "./gestures.ts"
import type { MessageSent, MessagesDoor, OrElse } from "../doors/messages.ts"
import type { Effectful } from "./effectful.ts"

/** A message that was taken in: where it stands after the commit, and how to wait for the provider. */
export type Sending = Effectful<MessageSent>

/** What we write to customers. */
export interface MessagesService extends Effectful<MessagesDoor<Sending>> {}

/** Messages as a service of Effect. */
export class Messages extends Context.Service<Messages, MessagesService>()("@escucha/Messages") {}

const deliveryOf = async (loop: Loop, customer: string, id: string): Promise<Delivery | undefined> => {
  const whole = await loop.whole(customer)
  if (!whole) return undefined
  const remembered = deliveryIn(whole.state.outbox, id)
  if (remembered) return remembered
  for (let after: string | undefined; ;) {
    const { items, next } = await loop.read.timeline(whole.id, { limit: 1000, ...(after !== undefined && { after }) })
    for (const entry of items) {
      // the newest comes first
      if ((entry.kind === "delivery-changed" || entry.kind === "message-written") && entry.data.message === id)
        return entry.data.delivery
    }
    if (next === undefined) return undefined
    after = next
  }
}

/** Where a message stands that was erased with its customer: there is nobody to write to. */
const erased: Delivery = { status: "withheld", because: "no-address" }

const untilSettled = async (loop: Loop, stream: StreamId, id: string): Promise<Delivery> => {
  const stop = new AbortController()
  try {
    const following = loop.read.follow(undefined, stop.signal)[Symbol.asyncIterator]()
    const nextNews = () => {
      const coming = following.next()
      coming.catch(() => {}) // whoever awaits it is told; the look before may have failed first
      return coming
    }
    let news = nextNews()
    for (;;) {
      const now = (await deliveryOf(loop, stream, id)) ?? erased
      if (isSettled(now)) return now
      const { done } = await news
      if (done) return now
      news = nextNews()
    }
  } finally {
    stop.abort()
  }
}

interface Writing {
  readonly id: string | undefined
  readonly purpose: Purpose
  readonly author: string
  readonly substance: boolean
  readonly via?: readonly string[]
  readonly to?: StreamId
  readonly expiresAt?: number
  readonly orElse?: { readonly unless: OrElse["unless"]; readonly within: number }
  readonly verbatim?: boolean
  readonly where?: "public" | "private"
}

const stages: readonly unknown[] = ["sent", "delivered", "read"] satisfies readonly OrElse["unless"][]

const whereOf = (where: unknown): "public" | "private" => {
  if (where === "public" || where === "private") return where
  throw new InputError("invalid", "where", 'write "public" or "private"')
}

const orElseOf = ({ unless, within }: OrElse): NonNullable<Writing["orElse"]> => {
  if (!stages.includes(unless)) throw new InputError("invalid", "orElse.unless", 'write "sent", "delivered" or "read"')
  const span = parseDuration(within, "orElse.within")
  if ("problem" in span) throw new InputError("invalid", span.problem.field, span.problem.message)
  return { unless, within: span.value }
}

const createWrite = (loop: Loop) => {
  const sending = (stream: StreamId, id: string, delivery: Delivery): Sending => ({
    ...delivery,
    id,
    settled: () => attempt(() => untilSettled(loop, stream, id)),
  })
  return async (customer: string, content: AnyContent, how: Writing): Promise<Sending> => {
    const { id: given, verbatim = false, ...rest } = how
    const id = idFor("write", given, loop)
    const on = endpointOf(customer)
    const whole = await loop.whole(customer)
    if (!whole && isStream(on))
      throw new InputError("unknown", "customer", "nobody has this id; use one that a list or a view gave")
    if (how.to === undefined && how.purpose !== "answer") await linkReachable(loop, on, whole, how.via)
    const words = verbatim ? contentIn(content, whole) : contentFor(content, whole)
    const outcome = await loop.post({ kind: "write", id, on, content: words, ...rest })
    const written =
      outcome.status === "committed" ? outcome.entries.find((entry) => entry.kind === "message-written") : undefined
    if (written) return sending(written.stream, id, written.data.delivery)
    const before = await loop.whole(customer)
    if (!before) return { ...erased, id, settled: () => Effect.succeed(erased) }
    const delivery = await deliveryOf(loop, before.id, id)
    if (delivery) return sending(before.id, id, delivery)
    throw new InputError(
      "conflict",
      "id",
      "a message of this id was written to somebody else, or is erased; use a new id",
    )
  }
}

/** The service over a loop. */
export const makeMessages = (loop: Loop): MessagesService => {
  const write = createWrite(loop)
  return {
    send: (customer, content, { id, via, purpose = "service", expiresAt, orElse } = {}) =>
      attempt(async () => {
        // `answer` and the other words of the house meet fewer rules: nobody may start something under their name
        if (!purposesOf(loop.setting).includes(purpose))
          throw new InputError("unknown", "purpose", `name one of: ${purposesOf(loop.setting).join(", ")}`)
        return write(customer, content, {
          id,
          purpose,
          author: "app",
          substance: false,
          ...(via !== undefined && { via: typeof via === "string" ? [via] : via }),
          ...(orElse && { orElse: orElseOf(orElse) }),
          ...(expiresAt !== undefined && { expiresAt }),
        })
      }),
    reply: (customer, content, { id, author = "team", to, where, acknowledgement = false, verbatim = false } = {}) =>
      attempt(() =>
        write(customer, content, {
          id,
          purpose: "answer",
          author,
          substance: !acknowledgement,
          verbatim,
          ...(to !== undefined && { to }),
          ...(where !== undefined && { where: whereOf(where) }),
        }),
      ),
    delivery: (customer, id) => attempt(() => deliveryOf(loop, customer, id)),
    edit: (...given) => attempt(() => editOwn(loop, ...given)),
    remove: (...given) => attempt(() => removeOwn(loop, ...given)),
    react: (...given) => attempt(() => reactTo(loop, ...given)),
  }
}
