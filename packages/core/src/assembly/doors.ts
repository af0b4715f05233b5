import type { CasesDoor } from "./doors/cases.ts"
import type { ChannelsDoor } from "./doors/channels.ts"
import type { ConsentsDoor } from "./doors/consents.ts"
import type { PreferencesDoor } from "./doors/preferences.ts"
import type { ConversationsDoor } from "./doors/conversations.ts"
import type { CustomersDoor } from "./doors/customers.ts"
import type { IdentitiesDoor } from "./doors/identities.ts"
import type { IncentivesDoor } from "./doors/incentives.ts"
import type { IngestDoor } from "./doors/ingest.ts"
import type { InsightsDoor } from "./doors/insights.ts"
import type { JobsDoor } from "./doors/jobs.ts"
import type { MediaDoor } from "./doors/media.ts"
import type { MessagesDoor } from "./doors/messages.ts"
import type { SegmentsDoor } from "./doors/segments.ts"
import type { SurveysDoor } from "./doors/surveys.ts"

/** Everything that an application does for its customers, for callers of promises. */
export interface Doors {
  readonly customers: CustomersDoor
  readonly identities: IdentitiesDoor
  readonly conversations: ConversationsDoor
  readonly messages: MessagesDoor
  readonly consents: ConsentsDoor
  readonly preferences: PreferencesDoor
  readonly segments: SegmentsDoor
  readonly surveys: SurveysDoor
  readonly incentives: IncentivesDoor
  readonly cases: CasesDoor
  readonly ingest: IngestDoor
  readonly insights: InsightsDoor
  readonly jobs: JobsDoor
  readonly media: MediaDoor
  readonly channels: ChannelsDoor
}
