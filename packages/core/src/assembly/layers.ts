import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ConfigurationError } from "../kernel/errors.ts"
import { openLoop } from "./open.ts"
import type { EscuchaOptions } from "./options.ts"
import { Cases, makeCases } from "./services/cases.ts"
import { Channels, makeChannels } from "./services/channels.ts"
import { Consents, makeConsents } from "./services/consents.ts"
import { Conversations, makeConversations } from "./services/conversations.ts"
import { Customers, makeCustomers } from "./services/customers.ts"
import { Identities, makeIdentities } from "./services/identities.ts"
import { Incentives, makeIncentives } from "./services/incentives.ts"
import { Ingest, makeIngest } from "./services/ingest.ts"
import { Insights, makeInsights } from "./services/insights.ts"
import { Jobs, makeJobs } from "./services/jobs.ts"
import { makeMedia, MediaLibrary } from "./services/media.ts"
import { makeMessages, Messages } from "./services/messages.ts"
import { makeOperations, Operations } from "./services/operations.ts"
import { makePreferences, PreferenceCentre } from "./services/preferences.ts"
import { makeSegments, Segments } from "./services/segments.ts"
import { makeSurveys, Surveys } from "./services/surveys.ts"

/** Every service of an application. */
export type Services =
  | Cases
  | Channels
  | Consents
  | Conversations
  | Customers
  | Identities
  | Incentives
  | Ingest
  | Insights
  | Jobs
  | MediaLibrary
  | Messages
  | Operations
  | PreferenceCentre
  | Segments
  | Surveys

/**
 * The services of an application as one layer; its scope closes the store, the connections and the jobs.
 *
 * @example
 * import * as Effect from "effect/Effect"
 * import { Customers, layer } from "@escucha/core/effect"
 *
 * const program = Effect.gen(function* () {
 *   const customers = yield* Customers
 *   return yield* customers.get("user-42")
 * }).pipe(Effect.provide(layer()))
 */
export const layer = (options: EscuchaOptions = {}): Layer.Layer<Services, ConfigurationError> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const { loop, schemas } = yield* Effect.acquireRelease(
        Effect.try({
          try: () => openLoop(options),
          catch: (failure) =>
            failure instanceof ConfigurationError
              ? failure
              : new ConfigurationError("options", "these options cannot work", { cause: failure }),
        }),
        ({ loop: open }) => Effect.promise(() => open.close()),
      )
      return Context.mergeAll(
        Context.make(Cases, makeCases(loop)),
        Context.make(Channels, makeChannels(loop)),
        Context.make(Consents, makeConsents(loop)),
        Context.make(PreferenceCentre, makePreferences(loop)),
        Context.make(Conversations, makeConversations(loop)),
        Context.make(Customers, makeCustomers(loop, schemas)),
        Context.make(Identities, makeIdentities(loop)),
        Context.make(Incentives, makeIncentives(loop)),
        Context.make(Ingest, makeIngest(loop, schemas)),
        Context.make(Insights, makeInsights(loop, schemas)),
        Context.make(Jobs, makeJobs(loop)),
        Context.make(MediaLibrary, makeMedia(loop)),
        Context.make(Operations, makeOperations(loop, options.limits?.waiting)),
        Context.make(Messages, makeMessages(loop)),
        Context.make(Segments, makeSegments(loop)),
        Context.make(Surveys, makeSurveys(loop)),
      )
    }),
  )
