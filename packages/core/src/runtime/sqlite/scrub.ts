import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs"
import type { DatabaseSync } from "node:sqlite"
import { StoreError } from "../../kernel/errors.ts"
import { columnsOf } from "./codec.ts"

// SQLite overwrites what it deletes, but when it splits a page it leaves copies of the rows that moved in the gap between the
// page's directory and its cells (https://www.sqlite.org/fileformat2.html#b_tree_pages). Nobody reads a gap, so it can be
// overwritten in the file while the log is empty and no page is cached. VACUUM would do it too, at twenty times the cost.

const damaged = (number: number): StoreError =>
  new StoreError("failed", { cause: new RangeError(`page ${number} is damaged`) })

const headerOf = (page: Buffer, number: number) => {
  const start = number === 1 ? 100 : 0 // the first page begins with the header of the file
  const type = page.readUInt8(start)
  const isInterior = type === 2 || type === 5
  const cells = page.readUInt16BE(start + 3)
  const directory = start + (isInterior ? 12 : 8)
  const gapFrom = directory + 2 * cells
  const gapTo = page.readUInt16BE(start + 5) || 65536 // zero stands for 65,536
  if (![2, 5, 10, 13].includes(type) || gapFrom > gapTo || gapTo > page.length) throw damaged(number)
  return { start, isInterior, cells, directory, gapFrom, gapTo }
}

const childrenOf = (
  page: Buffer,
  { start, isInterior, cells, directory }: ReturnType<typeof headerOf>,
): readonly number[] => {
  if (!isInterior) return []
  const children = [page.readUInt32BE(start + 8)]
  for (let cell = 0; cell < cells; cell++) children.push(page.readUInt32BE(page.readUInt16BE(directory + 2 * cell)))
  return children
}

/** Overwrites the gaps of every page of every tree. One pass over the file; only pages that hold something in their gap are written. */
const clearGaps = (handle: number, roots: readonly number[], pageSize: number): void => {
  const page = Buffer.alloc(pageSize),
    nothing = Buffer.alloc(pageSize)
  const pages = fstatSync(handle).size / pageSize
  const waiting = [...roots]
  for (let number = waiting.pop(), visited = 0; number !== undefined; number = waiting.pop()) {
    const offset = (number - 1) * pageSize
    if (++visited > pages || readSync(handle, page, 0, pageSize, offset) < pageSize) throw damaged(number)
    const header = headerOf(page, number)
    waiting.push(...childrenOf(page, header))
    const { gapFrom, gapTo } = header
    if (page.compare(nothing, 0, gapTo - gapFrom, gapFrom, gapTo) !== 0)
      writeSync(handle, nothing, 0, gapTo - gapFrom, offset + gapFrom)
  }
  fsyncSync(handle)
}

/**
 * Removes what deleted rows left in the file and its log. The handle on the file stays open until `close`, which must come after
 * the database was closed: closing it earlier would drop the lock that keeps other processes out.
 */
export const createScrub = () => {
  let handle: number | undefined
  return {
    run(database: DatabaseSync): void {
      const name = database.location() // null for a database in memory, which has no file
      const emptied = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()
      if (name === null || name === "") return
      if (emptied?.["busy"] !== 0)
        throw new StoreError("failed", { cause: new Error("the log of the file could not be emptied") })
      database.exec("PRAGMA shrink_memory")
      const pageSize = Number(database.prepare("PRAGMA page_size").get()?.["page_size"])
      const roots = database.prepare("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0").all()
      database.exec("PRAGMA shrink_memory") // the schema was read again: no page may be left that would bring its gap back
      handle ??= openSync(name, "r+") // the file that is open, whatever it was called and wherever the program stands now
      clearGaps(handle, [1, ...roots.map((row) => columnsOf<{ readonly rootpage: number }>(row).rootpage)], pageSize)
    },
    close(): void {
      if (handle !== undefined) closeSync(handle)
      handle = undefined
    },
  }
}
