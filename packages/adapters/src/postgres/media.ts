import type { MediaStore, StoredFile } from "@escucha/core/store"
import type { Database } from "./connection.ts"
import { read, written } from "./text.ts"

/** Keeps files in the database; what is erased is swept up like everything else. */
export const mediaIn = (database: Database, erased: () => Promise<void>): MediaStore => {
  const table = `${database.schema}.media`
  return {
    put: async (id, { bytes, type, name }) => {
      await database.query(
        `INSERT INTO ${table} (id, type, name, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING`,
        [written(id), written(type), written(name), bytes],
      )
    },
    get: async (id) => {
      const [row] = await database.query<StoredFile>(`SELECT bytes, type, name FROM ${table} WHERE id = $1`, [
        written(id),
      ])
      return row && { bytes: new Uint8Array(row.bytes), type: read(row.type), name: read(row.name) }
    },
    delete: async (ids) => {
      if (ids.length === 0) return
      const gone = await database.query(`DELETE FROM ${table} WHERE id = ANY($1::text[]) RETURNING 1 AS one`, [
        ids.map(written),
      ])
      if (gone.length > 0) await erased()
    },
  }
}
