// For whoever writes a store: the port, and what every store shares, so that all of them promise the same.
export { ConfigurationError, InputError, StoreError } from "./kernel/errors.ts"
export type { CustomerId, EntryId, Identifier, InputId, StreamId } from "./kernel/ids.ts"
export { changedMeanwhile, notEmpty } from "./runtime/archive-target.ts"
export { fieldsOf, isOfStreams, matches, streamsIn } from "./runtime/row.ts"
export { limitOf, longestPage, pageOf, tokensOf } from "./runtime/page.ts"
export { seenHash } from "./runtime/seen-hash.ts"
export { type Sound, soundUnit, type WrittenState, type WrittenUnit } from "./runtime/sound-unit.ts"
export { type WordQuery, wordQueryOf, wordsOf } from "./runtime/words.ts"
export { type Lanes, reserveIn, type Taken } from "./runtime/lanes.ts"
export type { Archive, Archived } from "./timeline/archive.ts"
export type { Budget, Coordination, Lease, Limit, Reservation, Reserved, Spending } from "./timeline/coordination.ts"
export { type Entry, newestFirst } from "./timeline/entry.ts"
export type { Job } from "./timeline/job.ts"
export type { MediaStore, StoredFile } from "./timeline/media-store.ts"
export type {
  Committed,
  Count,
  Erased,
  ErasureReceipt,
  Need,
  Page,
  PageRequest,
  Passage,
  Remains,
  Row,
  RowFilter,
  States,
  Store,
  StoreSize,
  StreamRow,
  Unit,
  UnitResult,
} from "./timeline/store.ts"
