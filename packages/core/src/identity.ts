export { type Links, link, mostStreams, resolve, retract, unlink } from "./profile/identity.ts"
export type { CustomerId, InputId, StreamId } from "./kernel/ids.ts"
export { inputId, streamId } from "./kernel/ids.ts"
