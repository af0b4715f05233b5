/** What can wait in a heap. `place` is where it stands there; the heap alone writes it. */
export interface Due {
  /** Milliseconds since 1970. */
  readonly due: number
  /** Decides between those that are due at one instant. */
  readonly order: number
  place: number
}

/** Things that are due at some time, the earliest first (https://en.wikipedia.org/wiki/Binary_heap). */
export type DueHeap<Item extends Due> = Item[]

const isBefore = (one: Due, two: Due): boolean => one.due < two.due || (one.due === two.due && one.order < two.order)

const put = <Item extends Due>(heap: DueHeap<Item>, item: Item, place: number): void => {
  heap[place] = item
  item.place = place
}

const rise = <Item extends Due>(heap: DueHeap<Item>, item: Item, from: number): void => {
  let place = from
  while (place > 0) {
    const above = (place - 1) >> 1
    const parent = heap[above]
    if (!parent || isBefore(parent, item)) break
    put(heap, parent, place)
    place = above
  }
  put(heap, item, place)
}

const sink = <Item extends Due>(heap: DueHeap<Item>, item: Item, from: number): void => {
  let place = from
  for (;;) {
    const [left, right] = [heap[place * 2 + 1], heap[place * 2 + 2]]
    const child = left && right && isBefore(right, left) ? right : left
    if (!child || isBefore(item, child)) break
    const below = child.place
    put(heap, child, place)
    place = below
  }
  put(heap, item, place)
}

/** Adds an item that is not in the heap. */
export const addDue = <Item extends Due>(heap: DueHeap<Item>, item: Item): void => rise(heap, item, heap.push(item) - 1)

/** Takes an item out, wherever it stands. */
export const removeDue = <Item extends Due>(heap: DueHeap<Item>, item: Item): void => {
  const last = heap.pop()
  if (!last || last === item) return
  if (isBefore(last, item)) rise(heap, last, item.place)
  else sink(heap, last, item.place)
}
