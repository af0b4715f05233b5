interface Due {
  readonly at: number
  readonly order: number
  readonly what: () => void
}

const isBefore = (one: Due, two: Due): boolean => one.at < two.at || (one.at === two.at && one.order < two.order)

/** What happens when, in a world whose time is made up. What is due at the same moment happens in the order in which it was planned. */
export interface Agenda {
  readonly now: () => number
  readonly after: (milliseconds: number, what: () => void) => void
  /** Lets everything happen until nothing is left. */
  readonly run: () => void
}

const sink = (heap: Due[], last: Due): void => {
  let place = 0
  for (;;) {
    let child = 2 * place + 1
    const right = heap[child + 1]
    let smaller = heap[child]
    if (smaller && right && isBefore(right, smaller)) [child, smaller] = [child + 1, right]
    if (!smaller || !isBefore(smaller, last)) break
    heap[place] = smaller
    place = child
  }
  heap[place] = last
}

const raise = (heap: Due[], due: Due): void => {
  let place = heap.length
  while (place > 0) {
    const above = (place - 1) >> 1
    const parent = heap[above]
    if (!parent || isBefore(parent, due)) break
    heap[place] = parent
    place = above
  }
  heap[place] = due
}

/** An agenda that begins at 0. */
export const createAgenda = (): Agenda => {
  const heap: Due[] = []
  let time = 0
  let planned = 0
  const next = (): Due | undefined => {
    const [first] = heap
    const last = heap.pop()
    if (last && heap.length > 0) sink(heap, last)
    return first
  }
  return {
    now: () => time,
    after: (milliseconds, what) => raise(heap, { at: time + milliseconds, order: planned++, what }),
    run: () => {
      for (let due = next(); due; due = next()) {
        time = due.at
        due.what()
      }
    },
  }
}

/** So many at the same time; who comes later waits. */
export interface Station {
  readonly use: (milliseconds: number, done: () => void) => void
}

/** Cores of a machine, say. */
export const createStation = (agenda: Agenda, servers: number): Station => {
  const waiting: { readonly milliseconds: number; readonly done: () => void }[] = []
  let head = 0
  let busy = 0
  const begin = (milliseconds: number, done: () => void): void => {
    busy++
    agenda.after(milliseconds, () => {
      busy--
      const next = waiting[head]
      if (next) {
        head++
        if (head > 1_000) {
          waiting.splice(0, head)
          head = 0
        }
        begin(next.milliseconds, next.done)
      }
      done()
    })
  }
  return {
    use: (milliseconds, done) => {
      if (busy < servers) begin(milliseconds, done)
      else waiting.push({ milliseconds, done })
    },
  }
}
