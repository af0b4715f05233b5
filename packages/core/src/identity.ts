export { keepApart, link, type LinkWords, liveApart, liveLinks, retract, unlink } from "./profile/identity.ts"
export { type Assertion, createIdentityIndex, type IdentityIndex } from "./profile/identity/incremental.ts"
export type { KeptApart, Linked, Links, Trust, Weighed } from "./profile/identity/links.ts"
export type { RefusedBecause } from "./profile/identity/graph.ts"
export { mostStreams } from "./profile/identity/replay.ts"
export { resolve, type Resolution } from "./profile/identity/resolve.ts"
export {
  type IdentifierRule,
  type IdentifierRules,
  type IdentifierSpec,
  type IdentifierSpecs,
  parseIdentifiers,
  usualIdentifiers,
} from "./profile/identifier.ts"
export type { CustomerId, InputId, StreamId } from "./kernel/ids.ts"
export { inputId, streamId } from "./kernel/ids.ts"
