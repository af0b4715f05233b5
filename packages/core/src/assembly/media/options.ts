import { ConfigurationError } from "../../kernel/errors.ts"
import type { MediaStore } from "../../timeline/media-store.ts"

/** How files are kept and fetched. */
export interface MediaOptions {
  /** Where the bytes of files lie; in the store of everything else, where it is left out. */
  readonly store?: MediaStore
  /** The largest file that is taken or fetched, in bytes; 10 MB unless told. */
  readonly maxBytes?: number
  /** MIME types that visitors may send, `image/*` for a whole family; pictures, sounds, films and PDF unless told. */
  readonly types?: readonly string[]
  /** Keeps what a provider holds once it was fetched, because some throw it away after a while. */
  readonly keep?: boolean
  /** For tests: files may be fetched from this very machine, by http too. Never set it where the house is reached from outside. */
  readonly local?: boolean
}

/** The options, checked. */
export interface MediaSetting extends Required<Omit<MediaOptions, "store">> {
  readonly store?: MediaStore
}

const usualTypes = ["image/*", "audio/*", "video/*", "application/pdf"]
const [usualSize, largest] = [10_485_760, 104_857_600]

/** Checks the options. Throws `ConfigurationError`, which names the one that cannot work. */
export const mediaSettingOf = (options: MediaOptions = {}): MediaSetting => {
  const { maxBytes = usualSize, types = usualTypes, keep = false, local = false, store } = options
  if (!Number.isInteger(maxBytes) || maxBytes < 1 || maxBytes > largest)
    throw new ConfigurationError("media.maxBytes", `give a whole number of bytes from 1 to ${largest}`)
  const strange = types.find((type) => !/^[\w.+-]+\/(?:\*|[\w.+-]+)$/.test(type))
  if (strange !== undefined)
    throw new ConfigurationError("media.types", `${JSON.stringify(strange)}: give MIME types, such as "image/*"`)
  return { maxBytes, types: types.map((type) => type.toLowerCase()), keep, local, ...(store && { store }) }
}
