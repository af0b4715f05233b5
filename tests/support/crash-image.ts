import { createHash } from "node:crypto"
import { closeSync, existsSync, fstatSync, openSync, readSync, rmSync, writeFileSync } from "node:fs"

/** The files as a kill at this moment leaves them: what the process had written is in the page cache, and the cache survives. */
export interface CrashImage {
  readonly database: Buffer
  readonly log: Buffer
}

const empty = Buffer.alloc(0)

/**
 * Looks at a database of this process through handles of its own, which stay open until `close`: on POSIX systems the process would
 * lose its locks on the file when any handle on it is closed.
 */
export const createCamera = (file: string) => {
  const handles = new Map<string, number>()
  const contents = (path: string): Buffer => {
    if (!handles.has(path) && existsSync(path)) handles.set(path, openSync(path, "r"))
    const handle = handles.get(path)
    if (handle === undefined) return empty
    const bytes = Buffer.alloc(fstatSync(handle).size)
    for (let at = 0, read = 1; at < bytes.length && read > 0; at += read) {
      read = readSync(handle, bytes, at, bytes.length - at, at)
    }
    return bytes
  }
  return {
    take: (): CrashImage => ({ database: contents(file), log: contents(`${file}-wal`) }),
    close: () => {
      for (const handle of handles.values()) closeSync(handle)
    },
  }
}

const longer = (one: Buffer, two: Buffer) => Math.max(one.length, two.length)

/** The first `cut` bytes as they are after, the rest as it was before: a write that was cut off. */
export const cutOff = (before: Buffer, after: Buffer, cut: number): Buffer =>
  Buffer.concat([after.subarray(0, cut), before.subarray(cut)])

/** Where two contents differ: the first byte, and one behind the last; undefined where they are the same. */
export const changeBetween = (before: Buffer, after: Buffer): readonly [number, number] | undefined => {
  const end = longer(before, after)
  let first = 0
  while (first < end && before[first] === after[first]) first++
  if (first === end) return undefined
  let last = end
  while (last > first && before[last - 1] === after[last - 1]) last--
  return [first, last]
}

/** The pages of the file as they are after or as they were before, by chance: a checkpoint that was cut off. */
export const mixPages = (before: Buffer, after: Buffer, random: () => number, page = 4096): Buffer => {
  const mixed = Buffer.from(longer(before, after) === after.length ? after : before)
  for (let at = 0; at < before.length; at += page) {
    if (random() < 0.5) before.copy(mixed, at, at, Math.min(at + page, before.length))
  }
  return mixed
}

/** The same image has the same name. */
export const nameOf = ({ database, log }: CrashImage): string =>
  createHash("sha1").update(database).update("/").update(log).digest("hex")

/** Puts the image where a fresh process would find it. */
export const develop = (image: CrashImage, file: string): void => {
  for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true })
  writeFileSync(file, image.database)
  if (image.log.length > 0) writeFileSync(`${file}-wal`, image.log)
}
