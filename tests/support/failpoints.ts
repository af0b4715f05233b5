import { DatabaseSync, type StatementSync } from "node:sqlite"
import type { OpenDatabase } from "../../packages/core/src/runtime/sqlite/connection.ts"

/** What a test does around the statements of a database. */
export interface Failpoints {
  /** Called before and after every statement that writes, with its text. */
  readonly around: (moment: "before" | "after", statement: string) => void
  /** Statements that are left out: a planted bug. */
  readonly isDropped?: (statement: string) => boolean
  /** Pages of the log after which SQLite carries them into the file; small, so that a short story sees many checkpoints. */
  readonly checkpoint?: number
}

const isWriting = (statement: string): boolean => /^\s*(?:INSERT|UPDATE|DELETE|BEGIN|COMMIT|ROLLBACK)/i.test(statement)

const watched = (statement: StatementSync, text: string, { around, isDropped }: Failpoints): StatementSync =>
  new Proxy(statement, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== "function") return value
      if (name !== "run" || !isWriting(text)) return value.bind(target)
      return (...given: unknown[]) => {
        around("before", text)
        const done: unknown = isDropped?.(text)
          ? { changes: 0, lastInsertRowid: 0 }
          : Reflect.apply(value, target, given)
        around("after", text)
        return done
      }
    },
  })

/** Opens a database whose statements are failpoints: the real one behind a proxy. */
export const failpointsOf =
  (points: Failpoints): OpenDatabase =>
  (file) => {
    const database = new DatabaseSync(file)
    return new Proxy(database, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (name === "prepare") return (text: string) => watched(target.prepare(text), text, points)
        if (name === "exec") {
          return (text: string) => {
            target.exec(text)
            if (points.checkpoint !== undefined && text.includes("wal_autocheckpoint")) {
              target.exec(`PRAGMA wal_autocheckpoint = ${points.checkpoint}`)
            }
          }
        }
        return typeof value === "function" ? value.bind(target) : value
      },
    })
  }
