export {
  createEscucha,
  type Escucha,
  type TypedCustomers,
  type TypedMessages,
  type TypedInsights,
  type TypedSurveys,
} from "./assembly/escucha.ts"
export type { AppOf, EscuchaOptions, Team } from "./assembly/options.ts"
export type { AnyContent, App, ChannelName, PictureOf, PurposeName, SurveyName, TraitsOf } from "./assembly/app.ts"
export type { Act, CaseRequest, Rule } from "./assembly/rule.ts"
export { defineSegment, type Segment } from "./assembly/segment/segments.ts"
export type {
  InstrumentDescription,
  Telemetry,
  TelemetryAttributes,
  TelemetryCounter,
  TelemetryGauge,
  TelemetryHistogram,
  TelemetryMeter,
  TelemetryObservation,
  TelemetrySpan,
  TelemetrySpanContext,
  TelemetrySpanOptions,
  TelemetryTracer,
} from "./assembly/telemetry/telemetry.ts"
export type { AnyEntry } from "./assembly/entries.ts"
export type { ConsentEvent } from "./assembly/consent/history.ts"
export type { ConsentView } from "./assembly/consent/view.ts"
export type {
  ConsentAsked,
  ConsentGiven,
  ConsentQuestion,
  ConsentsDoor,
  ConsentWithdrawn,
  ShownText,
} from "./assembly/doors/consents.ts"
export type { CustomerView, Known, MoodView, OpenCase, ValueView } from "./assembly/customer-view.ts"
export type { MatchingOptions } from "./assembly/matching/options.ts"
export type { SuggestOptions, SuggestProgress, SuggestReport } from "./assembly/matching/suggest.ts"
export type { FitOptions } from "./assembly/value/fit.ts"
export type { ValuedCustomer } from "./assembly/value/list.ts"
export type { ValueModel } from "./assembly/value/model.ts"
export type { ValueOptions } from "./assembly/value/options.ts"
export type { Member } from "./assembly/members.ts"
export type { GiftView, IncentivesDoor, IncentiveView, Redeemed, RedeemOptions } from "./assembly/doors/incentives.ts"
export type { IngestDoor, RejectedEventView, RejectedFilter, Replayed } from "./assembly/doors/ingest.ts"
export type { IngestOptions, WriteKey } from "./assembly/ingest/write-key.ts"
export type { ChannelsDoor, ChannelView } from "./assembly/doors/channels.ts"
export type { DeskChannel, DeskChannels } from "./assembly/routes/desk-channels.ts"
export type { DeskTemplate } from "./assembly/routes/desk-options.ts"
export type { DeskCampaign, DeskCampaigns, DeskMember, DeskMembers } from "./assembly/routes/desk-campaigns.ts"
export type { DeskEstimate } from "./assembly/routes/desk-survey-estimate.ts"
export type { DeskAsked, DeskAskedPage } from "./assembly/routes/desk-survey-outcome.ts"
export type { DeskSurvey, DeskSurveyHead, DeskSurveys } from "./assembly/routes/desk-surveys.ts"
export type { MessagesDoor, MessageSent, OrElse, ReplyOptions, SendOptions } from "./assembly/doors/messages.ts"
export type {
  ErasureOptions,
  ErasureRecord,
  ExportFile,
  ExportOptions,
  Rectification,
} from "./assembly/doors/own-data.ts"
export {
  defineChannel,
  type Channel,
  type Connection,
  type ConnectionHost,
  type ConnectionShape,
  type Access,
  type Assertion,
  addressAt,
  type Answer,
  type Ask,
  type CallContext,
  type Extras,
  type FetchedAccess,
  type FormPart,
  type HttpRequest,
  identifierAt,
  type HttpResponse,
  type Outgoing,
  type Payload,
  type Polled,
  type Parsed,
  type Sent,
  type SignedAccess,
  type WebhookRequest,
} from "./channel/channel.ts"
export { jsonOf } from "./channel/body.ts"
export type { Check } from "./channel/signature.ts"
export { failureOf } from "./channel/failure.ts"
export type { Capabilities, PartRule, PartRules, TextRule } from "./channel/capability.ts"
export { type Loss, render, type Rendered } from "./channel/render.ts"
export {
  type Card,
  type Choice,
  type ContactCard,
  type Content,
  type Feature,
  type Link,
  longestText,
  type MediaPart,
  type Place,
  type Template,
} from "./channel/content.ts"
export type { CasesDoor } from "./assembly/doors/cases.ts"
export type { ConversationsDoor } from "./assembly/doors/conversations.ts"
export type { CustomersDoor } from "./assembly/doors/customers.ts"
export type { IdentitiesDoor } from "./assembly/doors/identities.ts"
export type { InsightsDoor } from "./assembly/doors/insights.ts"
export type { DeadJob, JobsDoor } from "./assembly/doors/jobs.ts"
export type { DrainOptions } from "./assembly/draining.ts"
export type { Health, Notice, NotReady } from "./assembly/health.ts"
export type { MediaDoor } from "./assembly/doors/media.ts"
export type { PreferencesDoor } from "./assembly/doors/preferences.ts"
export type { SegmentsDoor } from "./assembly/doors/segments.ts"
export type { Asking, AskOptions as SurveyAskOptions, SurveysDoor } from "./assembly/doors/surveys.ts"
export type { CampaignMember } from "./assembly/survey/campaign.ts"
export type { CampaignPageRequest, CampaignView } from "./assembly/survey/campaign-view.ts"
export type { GivenFor, LaunchOptions, LaunchProgress } from "./assembly/survey/launch-options.ts"
export type { PollResults } from "./assembly/survey/poll.ts"
export type { PublishOptions } from "./assembly/survey/publish-poll.ts"
export type { PublishedPoll } from "./assembly/survey/published-poll.ts"
export type { PollTally, PublicPoll, PublicPollLimits, PublicPolls } from "./channel/public-poll.ts"
export type { MediaOptions } from "./assembly/media/options.ts"
export type { MediaStore } from "./timeline/media-store.ts"
export type { Media, MediaBytes } from "./channel/media.ts"
export type {
  Attachment,
  Inbound,
  InboundAddressChange,
  InboundCheckIn,
  InboundTally,
  InboundEdit,
  InboundMessage,
  InboundReaction,
  InboundReceipt,
  InboundWish,
  PublicPlace,
} from "./channel/inbound.ts"
export type { DeskEvent, DeskPresence } from "./client/wire.ts"
export type {
  DeskAgreement,
  DeskConflict,
  DeskDone,
  DeskErasure,
  DeskExport,
  DeskHead,
  DeskJoin,
  DeskLink,
  DeskPair,
  DeskParts,
  DeskPerson,
  DeskPlace,
  DeskProof,
  DeskStep,
  DeskTie,
} from "./client/wire-person.ts"
export type { Delivery } from "./conversation/delivery.ts"
export type { DeliveryOption, DeliveryOptions } from "./conversation/retry.ts"
export type { InboxItem, MoodLevel, Waiting } from "./conversation/inbox.ts"
export type { ThreadItem, ThreadReading } from "./conversation/thread.ts"
export type { Pulse, PulsePoint } from "./insight/pulse.ts"
export type { GroupFigure, GroupResult, QuestionResult, SurveyResults } from "./insight/survey-results.ts"
export type { Figure, FigureName } from "./insight/question-figures.ts"
export type { Estimate } from "./insight/estimate.ts"
export type { AnswerTopics, TopicResult, TopicsOptions } from "./assembly/insight/answer-topics.ts"
export type { AnswerTopic, OpenAnswer, OpenAnswers, OpenAnswersRequest } from "./assembly/insight/open-answers.ts"
export type { Moment, SurveyResultsOptions } from "./assembly/insight/results-request.ts"
export type { Clock } from "./kernel/clock.ts"
export { all, any, type Condition, not } from "./kernel/condition.ts"
export { parseCondition } from "./kernel/condition-parser.ts"
export { type Duration, parseDuration } from "./kernel/duration.ts"
export {
  BusyError,
  ConfigurationError,
  DeliveryError,
  InputError,
  StoreError,
  TimeLimitError,
} from "./kernel/errors.ts"
export { type CustomerId, type EntryId, type Identifier, identifier, type StreamId } from "./kernel/ids.ts"
export type { Localized } from "./kernel/localized.ts"
export { zoneOf } from "./kernel/zone-name.ts"
export { count, first, last, sum } from "./profile/computed.ts"
export type { SubjectKind } from "./profile/subject.ts"
export type { WebDoor, WebRequest, WebResponse } from "./runtime/web/request.ts"
export type { BrokenRecord, LedgerReport } from "./profile/consent-ledger.ts"
export type { ConsentEvidence, ConsentMethod, ConsentRecord, ConsentText } from "./profile/consent.ts"
export type { PurposeOptions } from "./profile/consent-purpose.ts"
export type { LegalBasis } from "./profile/legal-basis.ts"
export type { HeldPreferences, Preferences } from "./profile/preference.ts"
export { defineAnalyzer } from "./sentiment/analyzer.ts"
export type { EmergingWord } from "./sentiment/emerging.ts"
export { defineTopic, type Topic } from "./sentiment/topic.ts"
export { defineSurvey } from "./survey/builder.ts"
export { choice } from "./survey/question-list.ts"
export { ces, csat, nps } from "./survey/question-scale.ts"
export { openText } from "./survey/question-words.ts"
export type { Attempt, Engine, EngineLimits, EngineStats, Running } from "./timeline/engine.ts"
export type { Job } from "./timeline/job.ts"
export type { Page, PageRequest, Store } from "./timeline/store.ts"
export {
  type Called,
  type CallOptions as TransportOptions,
  defineTransport,
  type Transport,
  type TransportAnswer,
  type WrittenRequest,
} from "./runtime/transport.ts"
