import { isOfType, isShown, typeOfFile } from "../../channel/media-type.ts"
import type { Media, MediaBytes } from "../../channel/media.ts"
import { isTypeIn } from "../../channel/media-type.ts"
import { ConfigurationError, DeliveryError, InputError } from "../../kernel/errors.ts"
import type { GuardedFetch } from "../../runtime/guarded-fetch.ts"
import type { MediaStore } from "../../timeline/media-store.ts"
import type { Channels } from "../app.ts"
import type { FetchMedia } from "./fetch.ts"
import { fileIdIn, freshFileId, keptId } from "./id.ts"
import type { MediaSetting } from "./options.ts"
import { type Calling, fetchFromProvider, noFile, unfetched } from "./provider.ts"

/** The files of a house. */
export interface Files {
  readonly setting: MediaSetting
  /** Brings the bytes of a file by its address; it never rejects. */
  readonly fetch: FetchMedia
  /** A file as it would be kept. Throws `InputError` where it is too large or not what it says. */
  readonly check: (file: MediaBytes) => MediaBytes
  /** Keeps a file. Throws `InputError` where it is too large or not what it says. */
  readonly put: (file: MediaBytes, options?: { readonly id?: string; readonly shared?: boolean }) => Promise<Media>
  /** Keeps a file that came as it is, under an id; false where one lies there already. */
  readonly keep: (id: string, file: MediaBytes) => Promise<boolean>
  /** Removes files of ours by their ids. */
  readonly remove: (ids: readonly string[]) => Promise<void>
  /** Whether files can be kept at all. */
  readonly canKeep: boolean
}

const longestName = 200

/** The name of a file without a path, without signs that nobody sees, and not too long. */
export const nameOf = (name: string): string => {
  const last = name.replaceAll("\\", "/").split("/").at(-1) ?? ""
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "").trim()
  const whole = /^\.*$/.test(plain) ? "file" : plain
  return whole.length <= longestName ? whole : `${whole.slice(0, longestName / 2)}…${whole.slice(-longestName / 2)}`
}

const nameIn = (url: string): string => {
  try {
    return decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "")
  } catch {
    return "" // TypeError, URIError: the address names nothing that can be read
  }
}

const checked = ({ bytes, type, name }: MediaBytes, maxBytes: number): MediaBytes => {
  const plain = type.split(";", 1)[0]?.trim().toLowerCase() ?? ""
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(plain))
    throw new InputError("invalid", "type", "give a MIME type, such as image/png")
  if (bytes.length === 0) throw new InputError("invalid", "bytes", "give a file that is not empty")
  if (bytes.length > maxBytes) throw new InputError("too-large", "bytes", `give at most ${maxBytes} bytes`)
  if (!isOfType(bytes, plain))
    throw new InputError("invalid", "type", `the bytes are no ${plain}; give the type that they are`)
  return { bytes, type: plain, name: nameOf(name) }
}

const storeOf = ({ store: own }: MediaSetting, inHouse: MediaStore | undefined): MediaStore => {
  const store = own ?? inHouse
  if (store) return store
  throw new ConfigurationError("media.store", "this store keeps no files; say where they lie: { media: { store } }")
}

/** What the files of a house are made of. */
export interface FilesOptions {
  readonly setting: MediaSetting
  /** The store of everything else, which may keep files too. */
  readonly inHouse: MediaStore | undefined
  readonly fetch: GuardedFetch
  readonly loop: () => Calling & { readonly setting: { readonly channels: Channels } }
}

const fetching = ({ setting, inHouse, fetch, loop }: FilesOptions): FetchMedia => {
  const kept = setting.store ?? inHouse
  const foreign = async (url: string, { channel, maxBytes = setting.maxBytes, signal }: Parameters<FetchMedia>[1]) => {
    const limits = { maxBytes: Math.min(maxBytes, setting.maxBytes), signal }
    if (url.startsWith("https:") || (setting.local && url.startsWith("http:"))) {
      const found = await fetch({ method: "GET", url, headers: {} }, limits)
      return "bytes" in found ? { ...found, name: nameIn(url) } : unfetched(channel, found)
    }
    if (!url.startsWith("provider:")) return noFile(channel, "give https://, media: or provider:")
    const house = loop()
    const { channels } = house.setting
    const brought = await fetchFromProvider(
      channel,
      Object.hasOwn(channels, channel) ? channels[channel] : undefined,
      url.slice("provider:".length),
      { loop: house, fetch, ...limits },
    )
    return brought instanceof DeliveryError ? brought : { ...brought, name: "" }
  }
  const bring = async (url: string, limits: Parameters<FetchMedia>[1]): Promise<MediaBytes | DeliveryError> => {
    const isOurs = url.startsWith("media:")
    const id = isOurs
      ? fileIdIn(url)
      : setting.keep && url.startsWith("provider:")
        ? keptId(limits.channel, url)
        : undefined
    const own = id === undefined ? undefined : await kept?.get(id)
    if (own) return own
    if (isOurs) return noFile(limits.channel, "it is not there any more")
    const found = await foreign(url, limits)
    if (found instanceof DeliveryError) return found
    const file = { bytes: found.bytes, type: typeOfFile(found.bytes, found.type), name: nameOf(found.name) }
    if (id !== undefined) await kept?.put(id, file)
    return file
  }
  return async (url, limits) => {
    try {
      const file = await bring(url, limits)
      if (file instanceof DeliveryError) return file
      const { types, maxBytes, channel } = limits
      if (maxBytes !== undefined && file.bytes.length > maxBytes) return noFile(channel, "too-large")
      return !types || isTypeIn(file.type, types) ? file : noFile(channel, `a ${file.type} is not taken`)
    } catch (cause) {
      // the store of files, or an adapter that threw: the message is tried again, and nothing left
      return new DeliveryError(limits.channel, "unavailable", { retryable: true, sent: "no" }, { cause })
    }
  }
}

/** The files of a house: kept in its store, fetched from elsewhere when somebody needs them. */
export const createFiles = (options: FilesOptions): Files => {
  const { setting, inHouse } = options
  return {
    setting,
    fetch: fetching(options),
    check: (file) => checked(file, setting.maxBytes),
    canKeep: (setting.store ?? inHouse) !== undefined,
    put: async (file, { id, shared = false } = {}) => {
      const sound = checked(file, setting.maxBytes)
      const given = id ?? freshFileId(shared)
      await storeOf(setting, inHouse).put(given, sound)
      return { url: `media:${given}`, type: sound.type, name: sound.name, size: sound.bytes.length }
    },
    keep: async (id, file) => {
      const store = storeOf(setting, inHouse)
      if (await store.get(id)) return false
      await store.put(id, file)
      return true
    },
    remove: async (ids) => {
      if (ids.length > 0) await (setting.store ?? inHouse)?.delete(ids)
    },
  }
}

/** The part of a message that a file of this type is. */
export const partOf = (type: string, isVoice: boolean): "image" | "voice" | "audio" | "video" | "file" => {
  if (!isShown(type)) return "file"
  const [family] = type.split("/")
  if (family === "image" || family === "video") return family
  return isVoice ? "voice" : "audio"
}
