export {
  channelConformance,
  type ChannelSubject,
  type ConformanceCheck,
  families,
  type Family,
  type Responses,
  type Webhooks,
} from "./testing/channel-conformance.ts"
export { createClock, type TestClock } from "./testing/clock.ts"
export {
  type CoordinationCheck,
  type CoordinationUnderTest,
  type ProcessUnderTest,
} from "./testing/coordination-check.ts"
export { coordinationChecks } from "./testing/coordination-conformance.ts"
export { createTestEscucha, type TestEscucha } from "./testing/escucha.ts"
export { fakeChannel, type FakeChannel, type FakeChannelOptions, type Fault } from "./testing/fake-channel.ts"
export { type EngineCheck, type EngineUnderTest, type EngineWish } from "./testing/engine-check.ts"
export { engineChecks } from "./testing/engine-conformance.ts"
export { type EngineFaults, simulatedRemoteEngine, type SimulatedRemoteOptions } from "./testing/engine-remote.ts"
export { ConformanceError } from "./testing/expectation.ts"
export { createRandom } from "./testing/random.ts"
export {
  faultTransport,
  type FaultTransport,
  type FaultTransportOptions,
  type NetworkFault,
} from "./testing/fault-transport.ts"
export { type HmacWebhook, signedWebhook, type TelegramWebhook } from "./testing/signed-webhook.ts"
export type { Signing } from "./testing/signed-webhook-call.ts"
export type { TwilioWebhook } from "./testing/signed-webhook-secret.ts"
export {
  type ProviderKeys,
  type PublishedKeys,
  type SnsWebhook,
  type TestKeys,
  webhookKeys,
} from "./testing/signed-webhook-keys.ts"
export { storeChecks } from "./testing/store-conformance.ts"
export { type StoreCheck, type StoreUnderTest } from "./testing/store-check.ts"
export { memoryCoordination, type Meeting } from "./testing/shared/coordination.ts"
export { sharedEngine } from "./testing/shared/engine.ts"
export { sharedMemory, type SharedMemory } from "./testing/shared/store.ts"
export { memoryStore } from "./runtime/store-memory.ts"
export { rebuild, type Rebuilt } from "./runtime/rebuild.ts"
export { fake, type FakeOptions } from "./testing/survey/fake.ts"
export { type Line, type Stage } from "./testing/survey/dialogue.ts"
export { type Reply } from "./testing/survey/said.ts"
export { simulate, simulateAnswers, type Transcript, type Where } from "./testing/survey/simulate.ts"
export { paths, type SurveyPath, type SurveyPaths } from "./testing/survey/paths.ts"
export { surveyMatchers, type ToVerifyOptions } from "./testing/survey/to-verify.ts"
