import * as Effect from "effect/Effect"
import type { Delivery } from "../conversation/delivery.ts"
import type { Loop } from "./loop.ts"
import { type CasesService, makeCases } from "./services/cases.ts"
import { type ConversationsService, makeConversations } from "./services/conversations.ts"
import { type CustomersService, makeCustomers } from "./services/customers.ts"
import { type IdentitiesService, makeIdentities } from "./services/identities.ts"
import { type InsightsService, makeInsights } from "./services/insights.ts"
import { makeMessages, type MessagesService, type Sending } from "./services/messages.ts"
import { makeSurveys, type SurveysService } from "./services/surveys.ts"
import type { Schemas } from "../kernel/standard-schema.ts"

/** A service whose verbs give promises instead of effects; they reject with the same errors. */
export type Promised<Service> = {
  readonly [Verb in keyof Service]: Service[Verb] extends (
    ...given: infer Given
  ) => Effect.Effect<infer Value, infer _Failure>
    ? (...given: Given) => Promise<Value>
    : never
}

/** A message that was taken in, for callers of promises. */
export type MessageSent = Delivery & { readonly id: string; readonly settled: () => Promise<Delivery> }

type PromisedMessages = {
  readonly [Verb in keyof MessagesService]: MessagesService[Verb] extends (
    ...given: infer Given
  ) => Effect.Effect<infer Value, infer _Failure>
    ? (...given: Given) => Promise<Value extends Sending ? MessageSent : Value>
    : never
}

/** Every service of an application, with promises. */
export interface Doors {
  readonly customers: Promised<CustomersService>
  readonly identities: Promised<IdentitiesService>
  readonly conversations: Promised<ConversationsService>
  readonly messages: PromisedMessages
  readonly surveys: Promised<SurveysService>
  readonly cases: Promised<CasesService>
  readonly insights: Promised<InsightsService>
}

type Verbs = { readonly [verb: string]: (...given: never[]) => Effect.Effect<unknown, unknown> }

const promised = <Service extends object>(service: Service): Promised<Service> =>
  Object.fromEntries(
    // A service is made of verbs alone.
    Object.entries(service as unknown as Verbs).map(([verb, run]) => [
      verb,
      (...given: never[]) => Effect.runPromise(run(...given)),
    ]), // a service is made of verbs alone
  ) as Promised<Service> // the same verbs, each run

const sentOf = (sending: Sending): MessageSent => ({ ...sending, settled: () => Effect.runPromise(sending.settled()) })

/** The Promise door: derived from the services, here and nowhere else. */
export const openDoors = (loop: Loop, schemas: { readonly traits: Schemas; readonly events: Schemas }): Doors => {
  const messages = makeMessages(loop)
  return {
    customers: promised(makeCustomers(loop, schemas)),
    identities: promised(makeIdentities(loop)),
    conversations: promised(makeConversations(loop)),
    messages: {
      send: async (...given) => sentOf(await Effect.runPromise(messages.send(...given))),
      reply: async (...given) => sentOf(await Effect.runPromise(messages.reply(...given))),
      delivery: (...given) => Effect.runPromise(messages.delivery(...given)),
    },
    surveys: promised(makeSurveys(loop)),
    cases: promised(makeCases(loop)),
    insights: promised(makeInsights(loop)),
  }
}
