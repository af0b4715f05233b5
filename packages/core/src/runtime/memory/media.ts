import type { MediaBytes } from "../../channel/media.ts"
import type { FilesInMemory } from "./archive.ts"

/** Keeps files in this process, and forgets them at its end. */
export const memoryMedia = (): FilesInMemory => {
  const files = new Map<string, MediaBytes>()
  return {
    ids: () => [...files.keys()],
    put: async (id, { bytes, type, name }) => {
      if (!files.has(id)) files.set(id, { bytes: bytes.slice(), type, name })
    },
    get: async (id) => {
      const file = files.get(id)
      return file && { ...file, bytes: file.bytes.slice() }
    },
    delete: async (ids) => ids.forEach((id) => files.delete(id)),
  }
}
