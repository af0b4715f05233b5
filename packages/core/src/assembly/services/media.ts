import * as Context from "effect/Context"
import { BusyError, ConfigurationError, DeliveryError, InputError } from "../../kernel/errors.ts"
import type { MediaDoor } from "../doors/media.ts"
import type { Loop } from "../loop.ts"
import type { Files } from "../media/files.ts"
import { fileIdIn } from "../media/id.ts"
import { linkTo } from "../media/link.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"

/** Files as a service of Effect. */
export interface MediaService extends Effectful<MediaDoor> {}

/** Files: kept here, and fetched from elsewhere when they are needed. */
export class MediaLibrary extends Context.Service<MediaLibrary, MediaService>()("@escucha/MediaLibrary") {}

const patience = 10_000
const pause = 5_000

const filesOf = ({ files }: Loop): Files => {
  if (files) return files
  throw new ConfigurationError("media", "this house was opened without files")
}

const fetched = async (loop: Loop, url: string, channel: string) => {
  await loop.ready()
  const file = await filesOf(loop).fetch(url, { channel, signal: AbortSignal.timeout(patience) })
  if (!(file instanceof DeliveryError)) return file
  if (file.retryable) throw new BusyError(file.retryAfter ?? pause)
  throw new InputError("unknown", "media", `this file cannot be had: ${String(file.cause)}`, { cause: file })
}

/** The service over a loop. */
export const makeMedia = (loop: Loop): MediaService => ({
  put: (bytes, { type, name, shared }) =>
    attempt(async () => {
      await loop.ready()
      return filesOf(loop).put({ bytes, type, name }, shared === undefined ? {} : { shared })
    }),
  get: ({ url }, { channel = "" } = {}) => attempt(() => fetched(loop, url, channel)),
  link: (media, { channel = "" } = {}) => attempt(() => linkTo(loop, media, channel)),
  remove: ({ url }) =>
    attempt(async () => {
      const id = fileIdIn(url)
      if (id === undefined) throw new InputError("invalid", "media", "only what was put here can be removed")
      await loop.ready()
      await filesOf(loop).remove([id])
    }),
})
