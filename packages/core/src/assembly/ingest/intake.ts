import { InputError } from "../../kernel/errors.ts"
import { type Identifier, identifier } from "../../kernel/ids.ts"
import { isNobody } from "../../profile/identifier.ts"
import type { Loop } from "../loop.ts"
import type { Declared } from "../services/declared.ts"
import {
  type Envelope,
  type Fields,
  idIn,
  type IngestEvent,
  isFields,
  longestName,
  type Problem,
  refused,
  textIn,
  type Translated,
} from "./event.ts"
import { identifierOf, inputsOf, type LookedUp, needsLookUp, notLookedUp } from "./input.ts"
import { fromPostHog } from "./posthog.ts"
import { largestEvent, type Refusal } from "./reject-log.ts"
import type { Reading, RejectionReason } from "./rejection.ts"
import { fromSegment } from "./segment.ts"

const dialects = { segment: fromSegment, posthog: fromPostHog } as const

const encoder = new TextEncoder()

/** The longest remedy that is kept, in characters. */
const longestMessage = 500

/** At most so many bytes of JSON, one sign written as six; where it is more than there is room for, some number that is. */
const sizeAtMost = (value: unknown, room: number): number => {
  if (typeof value === "string") return 6 * value.length + 3
  if (typeof value !== "object" || value === null) return 26
  let size = 2
  for (const name of Object.keys(value)) {
    if (size > room) return size
    size += 6 * name.length + 4 + sizeAtMost(value[name as keyof typeof value], room - size) // an own name of it
  }
  return size
}

const isTooLarge = (event: unknown): boolean => {
  if (sizeAtMost(event, largestEvent) <= largestEvent) return false // nearly all of them: not written out to be measured
  const text = JSON.stringify(event)
  return text.length > largestEvent || (text.length * 3 > largestEvent && encoder.encode(text).length > largestEvent)
}

/** An event of a request in the one form. Pure. */
export const translate = (event: unknown, envelope: Envelope): Translated => {
  if (!isFields(event)) return refused("batch", "an event is an object")
  return dialects[envelope.dialect](event, envelope)
}

/** Whom an event names that could not be read otherwise. */
const namedIn = (event: Fields): Identifier | undefined => {
  const [user, stranger] = [idIn(event, "userId") ?? idIn(event, "distinct_id"), idIn(event, "anonymousId")]
  if (user !== undefined && !isNobody(user)) return identifier("user", user)
  return stranger === undefined || isNobody(stranger) ? undefined : identifier("anonymous", stranger)
}

/** Where a refused event is filed, so that an erasure reaches it. */
const homeOf = (event: unknown, translated: Translated): Identifier | undefined => {
  const [told] = "events" in translated ? translated.events : []
  if (told?.type === "group" && !told.who) return identifier(told.scheme, told.group)
  if (told?.who) return identifierOf(told.who)
  return isFields(event) ? namedIn(event) : undefined
}

const refusalOf = (
  index: number,
  event: unknown,
  translated: Translated,
  reading: Reading,
  { reason, field, message }: { readonly reason: RejectionReason; readonly field: string; readonly message: string },
): Refusal => {
  const who = homeOf(event, translated)
  const messageId = isFields(event) ? (textIn(event, "messageId") ?? textIn(event, "uuid")) : undefined
  const type = isFields(event) ? textIn(event, reading.dialect === "posthog" ? "event" : "type") : undefined
  return {
    index,
    event,
    ...(who !== undefined && { who }),
    rejection: {
      type: type ?? "",
      ...(messageId !== undefined && { messageId }),
      field: field.slice(0, longestName),
      reason,
      message: message.slice(0, longestMessage), // it may list everything that was declared, and is remembered with the customer
      reading,
    },
  }
}

/** What is needed to take an event in. */
interface Intake {
  readonly loop: Loop
  readonly declared: Declared
  readonly reading: Reading
}

const lookUp = async (loop: Loop, event: IngestEvent): Promise<LookedUp> => {
  if (event.type === "alias")
    return { ...notLookedUp, isUser: (await loop.whole(identifier("user", event.previous))) !== undefined }
  if (event.type !== "identify") return notLookedUp
  const whole = await loop.whole(identifierOf(event.who))
  return { ...notLookedUp, known: new Set(Object.keys(whole?.state.traits ?? {})) }
}

/** Posts what an event comes to. All of it is checked before any is posted: an event that was not declared so is not half taken. */
const post = (
  { loop, declared, reading }: Intake,
  events: readonly IngestEvent[],
  looked: readonly LookedUp[],
): Promise<unknown> => {
  const inputs = events.flatMap((event, place) => inputsOf(event, declared, reading, looked[place]))
  const [only] = inputs
  return only && inputs.length === 1 ? loop.post(only) : Promise.all(inputs.map(loop.post))
}

/** Posts events of which nothing has to be looked up, without waiting: they are posted in the order in which they were sent. */
const postNow = (intake: Intake, events: readonly IngestEvent[]): Promise<unknown> => {
  try {
    return post(intake, events, [])
  } catch (failure) {
    return Promise.reject(failure) // whoever asks for one event has others under way
  }
}

/** The refusal that a failure is. Everything that is none is thrown. */
const refusalIn = (failure: unknown): InputError => {
  if (failure instanceof InputError) return failure
  throw failure
}

/** Whether something has to be looked up before an event can be taken. */
const mustWait = (events: readonly IngestEvent[], declared: Declared): boolean =>
  events.some((event) => needsLookUp(event, declared))

const problemOf = ({ field, message }: Problem): InputError => new InputError("invalid", field, message)

/** Takes an event in; gives why, where it is refused. Everything that is no refusal is thrown. */
const takeOne = async (intake: Intake, translated: Translated): Promise<InputError | undefined> => {
  if ("problem" in translated) return problemOf(translated.problem)
  const { events } = translated
  try {
    await (mustWait(events, intake.declared)
      ? post(intake, events, await Promise.all(events.map((event) => lookUp(intake.loop, event))))
      : post(intake, events, []))
    return undefined
  } catch (failure) {
    return refusalIn(failure)
  }
}

const envelopeOf = ({ dialect, sentAt }: Reading, receivedAt: number): Envelope => ({
  dialect,
  receivedAt,
  ...(sentAt !== undefined && { sentAt }),
})

/** The events of one request, and how it is read. */
export interface Request {
  readonly events: readonly unknown[]
  readonly reading: Reading
  readonly receivedAt: number
  /** Whether it has room for an event that is too large. */
  readonly mayBeLarge: boolean
}

/** An event of a request while it is taken in. */
interface Entering {
  readonly index: number
  readonly translated: Translated
}

/** Takes events in: each is translated, checked and posted, or refused with its reason. */
export const createIntake = (loop: Loop, declared: Declared) => ({
  /** Takes the events of a request; gives the refusals. */
  take: async ({ events, reading, receivedAt, mayBeLarge }: Request): Promise<readonly Refusal[]> => {
    const intake: Intake = { loop, declared, reading }
    const envelope = envelopeOf(reading, receivedAt)
    const refusals: Refusal[] = []
    const refuse = ({ index, translated }: Entering, problem: Parameters<typeof refusalOf>[4]) =>
      void refusals.push(refusalOf(index, events[index], translated, reading, problem))
    const entering: Entering[] = [],
      later: Entering[] = []
    const posted: Promise<unknown>[] = []
    for (let index = 0; index < events.length; index++) {
      const event = events[index]
      if (mayBeLarge && isTooLarge(event)) {
        const large = refused("event", `an event has at most ${largestEvent} bytes`)
        refuse({ index, translated: large }, { reason: "too-large", ...large.problem })
        continue
      }
      const translated = translate(event, envelope)
      const each = { index, translated }
      if ("problem" in translated) refuse(each, problemOf(translated.problem))
      // what has to be looked up may be told by the same request: it waits for the others
      else if (mustWait(translated.events, declared)) later.push(each)
      else {
        entering.push(each)
        posted.push(postNow(intake, translated.events))
      }
    }
    for (const [place, result] of (await Promise.allSettled(posted)).entries()) {
      const each = entering[place]
      if (each && result.status === "rejected") refuse(each, refusalIn(result.reason))
    }
    // of one person one after the other: what the one tells is known when the next is looked up
    const lanes = Map.groupBy(later, ({ index, translated }) => homeOf(events[index], translated))
    await Promise.all(
      [...lanes.values()].map(async (lane) => {
        for (const each of lane) {
          const problem = await takeOne(intake, each.translated)
          if (problem) refuse(each, problem)
        }
      }),
    )
    return refusals.sort((one, two) => one.index - two.index)
  },
  /** Takes one event in that was refused before; gives why, where it is refused again. */
  again: (event: unknown, reading: Reading, receivedAt: number): Promise<InputError | undefined> =>
    takeOne({ loop, declared, reading }, translate(event, envelopeOf(reading, receivedAt))),
})
