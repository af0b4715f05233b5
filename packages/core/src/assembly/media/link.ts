import type { Media } from "../../channel/media.ts"
import { milliseconds } from "../../kernel/duration.ts"
import { isStream, type StreamId } from "../../kernel/ids.ts"
import { unguessable } from "../../kernel/random.ts"
import { createSeal } from "../../runtime/web/seal.ts"
import type { Coordination } from "../../timeline/coordination.ts"
import { unitOf } from "../../timeline/unit.ts"
import type { Loop } from "../loop.ts"

/** Which file a link gives, and until when. */
export interface FileClaims {
  readonly url: string
  /** The channel that brought it, which alone can fetch what its provider holds. */
  readonly channel: string
  readonly name?: string
  /** In whose conversation it is looked at: with them the link ends. */
  readonly of?: StreamId
  readonly expiresAt: number
}

/** How long a link holds for whoever looks at a conversation, and for a provider that fetches what we send. */
export const [looking, sending] = [milliseconds("1 hour"), milliseconds("24 hours")]

const readClaims = (value: unknown): FileClaims | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  if (!("url" in value && "channel" in value && "expiresAt" in value)) return undefined
  const { url, channel, expiresAt } = value
  const name = "name" in value && typeof value.name === "string" ? { name: value.name } : {}
  const of = "of" in value && typeof value.of === "string" && isStream(value.of) ? { of: value.of } : {}
  return typeof url === "string" && typeof channel === "string" && typeof expiresAt === "number"
    ? { url, channel, expiresAt, ...name, ...of }
    : undefined
}

/** What the seal needs of the loop. */
export type Sealing = Pick<Loop, "setting" | "store" | "ready">

type FileSeal = ReturnType<typeof createSeal<FileClaims>>

const seals = new WeakMap<object, Promise<FileSeal>>()

const freshKey = (): string => `${unguessable()}${unguessable()}`

/** The list of one line that keeps the key of processes that share a store, but no secret. */
const list = "media-key"

/** The key that the first process drew: all of them know it by the store, where the files lie as well. */
const sharedKey = async ({ store, ready }: Pick<Loop, "store" | "ready">, { lease }: Coordination): Promise<string> => {
  await ready()
  const read = async (): Promise<string | undefined> => {
    const [row] = await store.rows(list, [list])
    return row && String(JSON.parse(row.data).key) // written below
  }
  const known = await read()
  if (known !== undefined) return known
  const held = await lease(list, new AbortController().signal)
  try {
    const drawn = await read()
    if (drawn !== undefined) return drawn
    const key = freshKey()
    await store.commit([unitOf({ puts: [{ projection: list, key: list, at: 0, data: JSON.stringify({ key }) }] })])
    return key
  } finally {
    await held.release()
  }
}

const made = async ({ setting, store, ready }: Sealing): Promise<FileSeal> => {
  const key =
    setting.secret ?? (store.coordination ? await sharedKey({ store, ready }, store.coordination) : freshKey())
  return createSeal(key, "escucha media", readClaims)
}

/**
 * The seal of links to files. Without a secret of the application links hold in this process alone or, where several share a store, in
 * all of them.
 */
export const fileSeal = (loop: Sealing): Promise<FileSeal> => {
  const known = seals.get(loop.setting)
  if (known) return known
  const seal = made(loop)
  seals.set(loop.setting, seal)
  seal.catch(() => seals.delete(loop.setting)) // whoever waits for it is told; the next one tries again
  return seal
}

/** The path of a link to a file, below the prefix of the house. */
export const linkTo = async (
  loop: Sealing & Pick<Loop, "clock">,
  { url, name, of }: Pick<Media, "url" | "name"> & Pick<FileClaims, "of">,
  channel: string,
  lasts: number = looking,
): Promise<{ readonly path: string; readonly expiresAt: number }> => {
  const expiresAt = loop.clock.now() + lasts
  const named = { ...(name !== undefined && { name: name.slice(0, 100) }), ...(of !== undefined && { of }) }
  const claims: FileClaims = { url, channel, expiresAt, ...named }
  return { path: `/media/${await (await fileSeal(loop)).seal(claims)}`, expiresAt }
}
