export { compareStores, moveStore } from "./runtime/move.ts"
export type { Counted, Difference, MoveOptions, MoveProgress } from "./runtime/move.ts"
export type { Archive, Archived, ArchivedEntry, ArchivedStream } from "./timeline/archive.ts"
