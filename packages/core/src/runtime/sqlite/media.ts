import type { MediaBytes } from "../../channel/media.ts"
import type { MediaStore } from "../../timeline/media-store.ts"
import { columnsOf } from "./codec.ts"
import { inTransaction, removeTraces, type StoreFile } from "./file.ts"

/** Keeps files in the same file as everything else: what is erased there is erased here, in the same way. */
export const mediaIn = ({ using }: Pick<StoreFile, "using">): MediaStore => ({
  put: async (id, { bytes, type, name }) =>
    using(({ database }) => {
      database
        .prepare("INSERT OR IGNORE INTO media (id, type, name, bytes) VALUES (?, ?, ?, ?)")
        .run(id, type, name, new Uint8Array(bytes))
    }),
  get: async (id) =>
    using(({ database }) => {
      const row = database.prepare("SELECT bytes, type, name FROM media WHERE id = ?").get(id)
      return row && columnsOf<MediaBytes>({ ...row })
    }),
  delete: async (ids) =>
    using((open) => {
      const { database, erasure } = open
      const removed = inTransaction(open, () => {
        const statement = database.prepare("DELETE FROM media WHERE id = ?")
        const count = ids.reduce((sum, id) => sum + Number(statement.run(id).changes), 0)
        if (count > 0) erasure.setUnscrubbed.run(1)
        return count
      })
      if (removed > 0) removeTraces(open)
    }),
})
