import { readdirSync, readFileSync } from "node:fs"

/** What processes have used. */
export interface Usage {
  /** Milliseconds of CPU. */
  readonly cpu: number
  /** Megabytes that are theirs alone, and their part of what they share. */
  readonly memory: number
}

interface Stat {
  readonly parent: number
  readonly cpu: number
}

/** The kernel counts in hundredths of a second. */
const tick = 10

const statOf = (process: number): Stat | undefined => {
  try {
    const text = readFileSync(`/proc/${process}/stat`, "latin1")
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ")
    const [parent = 0, user = 0, system = 0, userOfGone = 0, systemOfGone = 0] = [1, 11, 12, 13, 14].map((field) =>
      Number(fields[field]),
    )
    return { parent, cpu: (user + system + userOfGone + systemOfGone) * tick }
  } catch {
    return undefined // it has just ended
  }
}

const memoryOf = (process: number): number => {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, "latin1")) ?? []
    return Number(kilobytes ?? 0) / 1024
  } catch {
    return 0 // it has just ended
  }
}

/** What these processes and all that they have started use; what has ended and was waited for counts with its parent. */
export const usageOf = (roots: readonly number[]): Usage => {
  const stats = new Map<number, Stat>()
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined
    if (stat) stats.set(Number(name), stat)
  }
  const children = Map.groupBy(stats.keys(), (process) => stats.get(process)?.parent ?? 0)
  const tree = (process: number): readonly number[] => [process, ...(children.get(process) ?? []).flatMap(tree)]
  const all = roots.flatMap(tree)
  return {
    cpu: all.reduce((sum, process) => sum + (stats.get(process)?.cpu ?? 0), 0),
    memory: all.reduce((sum, process) => sum + memoryOf(process), 0),
  }
}
