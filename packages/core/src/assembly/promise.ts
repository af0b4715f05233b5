import * as Effect from "effect/Effect"
import type { Doors } from "./doors.ts"
import type { CustomersDoor } from "./doors/customers.ts"
import type { IdentitiesDoor } from "./doors/identities.ts"
import type { ConsentsDoor } from "./doors/consents.ts"
import type { PreferencesDoor } from "./doors/preferences.ts"
import type { ChannelsDoor } from "./doors/channels.ts"
import type { ConversationsDoor } from "./doors/conversations.ts"
import type { SegmentsDoor } from "./doors/segments.ts"
import type { SurveysDoor } from "./doors/surveys.ts"
import type { CasesDoor } from "./doors/cases.ts"
import type { IncentivesDoor } from "./doors/incentives.ts"
import type { IngestDoor } from "./doors/ingest.ts"
import type { InsightsDoor } from "./doors/insights.ts"
import type { JobsDoor } from "./doors/jobs.ts"
import type { MediaDoor } from "./doors/media.ts"
import type { MessageSent } from "./doors/messages.ts"
import type { Loop } from "./loop.ts"
import { makeCases } from "./services/cases.ts"
import { makeChannels } from "./services/channels.ts"
import { makeConsents } from "./services/consents.ts"
import { makePreferences } from "./services/preferences.ts"
import { makeConversations } from "./services/conversations.ts"
import { makeCustomers } from "./services/customers.ts"
import type { Declared } from "./services/declared.ts"
import type { Effectful } from "./services/effectful.ts"
import { makeIdentities } from "./services/identities.ts"
import { makeIncentives } from "./services/incentives.ts"
import { makeIngest } from "./services/ingest.ts"
import { makeInsights } from "./services/insights.ts"
import { makeJobs } from "./services/jobs.ts"
import { makeMedia } from "./services/media.ts"
import { makeMessages, type Sending } from "./services/messages.ts"
import { makeSegments } from "./services/segments.ts"
import { makeSurveys } from "./services/surveys.ts"

type Verbs = { readonly [verb: string]: (...given: never[]) => Effect.Effect<unknown, unknown> }

const promised = <Door extends object>(service: Effectful<Door>): Door =>
  Object.fromEntries(
    // a service is made of verbs alone
    Object.entries(service as unknown as Verbs).map(([verb, run]) => [
      verb,
      (...given: never[]) => Effect.runPromise(run(...given)),
    ]),
  ) as Door // the same verbs, each run

const sentOf = (sending: Sending): MessageSent => ({ ...sending, settled: () => Effect.runPromise(sending.settled()) })

/** The Promise door: derived from the services, here and nowhere else. Its verbs reject with the errors that the effects fail with. */
export const openDoors = (loop: Loop, declared: Declared): Doors => {
  const messages = makeMessages(loop)
  return {
    customers: promised<CustomersDoor>(makeCustomers(loop, declared)),
    identities: promised<IdentitiesDoor>(makeIdentities(loop)),
    conversations: promised<ConversationsDoor>(makeConversations(loop)),
    messages: {
      send: async (...given) => sentOf(await Effect.runPromise(messages.send(...given))),
      reply: async (...given) => sentOf(await Effect.runPromise(messages.reply(...given))),
      delivery: (...given) => Effect.runPromise(messages.delivery(...given)),
      edit: (...given) => Effect.runPromise(messages.edit(...given)),
      remove: (...given) => Effect.runPromise(messages.remove(...given)),
      react: (...given) => Effect.runPromise(messages.react(...given)),
    },
    consents: promised<ConsentsDoor>(makeConsents(loop)),
    preferences: promised<PreferencesDoor>(makePreferences(loop)),
    segments: promised<SegmentsDoor>(makeSegments(loop)),
    surveys: promised<SurveysDoor>(makeSurveys(loop)),
    incentives: promised<IncentivesDoor>(makeIncentives(loop)),
    cases: promised<CasesDoor>(makeCases(loop)),
    ingest: promised<IngestDoor>(makeIngest(loop, declared)),
    insights: promised<InsightsDoor>(makeInsights(loop, declared)),
    jobs: promised<JobsDoor>(makeJobs(loop)),
    media: promised<MediaDoor>(makeMedia(loop)),
    channels: promised<ChannelsDoor>(makeChannels(loop)),
  }
}
