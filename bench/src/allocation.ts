import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { BenchError } from "./bench-error.ts"
import type { Task } from "./measure.ts"
import { medianOf } from "./statistics.ts"

const warmUp = 2_000
const repeats = 15
/** So few that nothing of them is collected while they are counted. */
const counted = 32

/** The collector of this process, asked for by name: only who counts wants it. */
const collector = (): (() => void) => {
  setFlagsFromString("--expose-gc")
  const found: unknown = runInNewContext("gc")
  if (typeof found !== "function") throw new BenchError("this Node has no collector that can be called")
  return () => void found()
}

/** Bytes of the heap that one call takes, whether they are kept or not. What lies outside of the heap (large buffers) is not in it. */
export const bytesPerCall = async (task: Task): Promise<number> => {
  for (let time = 0; time < warmUp; time++) await task()
  const collect = collector()
  const figures: number[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    collect()
    const before = process.memoryUsage().heapUsed
    for (let time = 0; time < counted; time++) {
      const result = task()
      if (result instanceof Promise) await result
    }
    const grown = process.memoryUsage().heapUsed - before
    if (grown > 0) figures.push(grown / counted)
  }
  return Math.round(medianOf(figures))
}
