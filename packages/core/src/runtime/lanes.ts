/** Work by key: first in, first out inside a key, and keys take turns. */
export interface Lanes<Work extends { readonly key: string }> {
  /** Work that is not taken yet. */
  readonly size: number
  add(work: Work): void
  /** The next piece whose key is free; that key is busy until `free`. */
  take(): Work | undefined
  free(key: string): void
  /** Everything that waits, in no promised order. */
  waiting(): Iterable<Work>
}

interface Lane<Work> {
  readonly queue: Work[]
  /** Where the queue begins: what was taken is cut off now and then, not each time. */
  begin: number
  isBusy: boolean
}

const cutAfter = 1_000

/** Creates empty lanes. No operation looks at more than one key. */
export const createLanes = <Work extends { readonly key: string }>(): Lanes<Work> => {
  const lanes = new Map<string, Lane<Work>>()
  let turns: string[] = [], begin = 0, size = 0
  const isEmpty = ({ queue, begin: first }: Lane<Work>) => first >= queue.length
  const line = (key: string, lane: Lane<Work>) => {
    if (!lane.isBusy && !isEmpty(lane)) turns.push(key)
  }
  return {
    get size() {
      return size
    },
    add: (work) => {
      const lane = lanes.get(work.key) ?? { queue: [], begin: 0, isBusy: false }
      lanes.set(work.key, lane)
      const wasEmpty = isEmpty(lane)
      lane.queue.push(work)
      size++
      if (wasEmpty) line(work.key, lane)
    },
    take: () => {
      const key = turns[begin]
      const lane = key === undefined ? undefined : lanes.get(key)
      if (key === undefined || !lane) return undefined
      if (++begin >= cutAfter) {
        turns = turns.slice(begin)
        begin = 0
      }
      const work = lane.queue[lane.begin]
      if (++lane.begin >= cutAfter) {
        lane.queue.splice(0, lane.begin)
        lane.begin = 0
      }
      lane.isBusy = true
      size--
      return work
    },
    free: (key) => {
      const lane = lanes.get(key)
      if (!lane) return
      lane.isBusy = false
      if (isEmpty(lane)) lanes.delete(key)
      else line(key, lane)
    },
    *waiting() {
      for (const { queue, begin: first } of lanes.values()) yield* queue.slice(first)
    },
  }
}
