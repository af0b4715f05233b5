import type { Media } from "../../channel/media.ts"
import { milliseconds } from "../../kernel/duration.ts"
import { unguessable } from "../../kernel/random.ts"
import { createSeal } from "../../runtime/web/seal.ts"
import type { Loop } from "../loop.ts"

/** Which file a link gives, and until when. */
export interface FileClaims {
  readonly url: string
  /** The channel that brought it, which alone can fetch what its provider holds. */
  readonly channel: string
  readonly name?: string
  readonly expiresAt: number
}

/** How long a link holds for whoever looks at a conversation, and for a provider that fetches what we send. */
export const [looking, sending] = [milliseconds("1 hour"), milliseconds("24 hours")]

const readClaims = (value: unknown): FileClaims | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  if (!("url" in value && "channel" in value && "expiresAt" in value)) return undefined
  const { url, channel, expiresAt } = value
  const name = "name" in value && typeof value.name === "string" ? { name: value.name } : {}
  return typeof url === "string" && typeof channel === "string" && typeof expiresAt === "number"
    ? { url, channel, expiresAt, ...name }
    : undefined
}

const seals = new WeakMap<object, ReturnType<typeof createSeal<FileClaims>>>()

/** The seal of links to files; without a secret of the application links hold in this process alone. */
export const fileSeal = ({ setting }: Pick<Loop, "setting">) => {
  const known = seals.get(setting)
  if (known) return known
  const made = createSeal(setting.secret ?? `${unguessable()}${unguessable()}`, "escucha media", readClaims)
  seals.set(setting, made)
  return made
}

/** The path of a link to a file, below the prefix of the house. */
export const linkTo = async (
  loop: Pick<Loop, "setting" | "clock">,
  { url, name }: Pick<Media, "url" | "name">,
  channel: string,
  lasts: number = looking,
): Promise<{ readonly path: string; readonly expiresAt: number }> => {
  const expiresAt = loop.clock.now() + lasts
  const claims: FileClaims = { url, channel, expiresAt, ...(name !== undefined && { name: name.slice(0, 100) }) }
  return { path: `/media/${await fileSeal(loop).seal(claims)}`, expiresAt }
}
