import { StoreError } from "@escucha/core/store"
import type { Database } from "./connection.ts"
import { codeOf } from "./failure.ts"

/** Whether commits tell other processes of themselves: where that was asked for, and the database knows NOTIFY. */
export const createNotice = (database: Database) => {
  let isTold = database.settings.notify
  return {
    isTold: (): boolean => isTold,
    /** Looks once whether the database knows it: a commit must not fail because it does not. */
    look: async (): Promise<void> => {
      if (!isTold) return
      try {
        await database.query("SELECT pg_notify('escucha_feed', '')")
      } catch (failure) {
        if (!(failure instanceof StoreError) || !["42883", "0A000"].includes(codeOf(failure))) throw failure
        isTold = false // others look for news once in a while
      }
    },
  }
}
