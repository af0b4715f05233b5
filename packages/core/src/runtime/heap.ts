/** A list that gives its smallest item first, in time logarithmic in its length. */
export interface Heap<Item> {
  readonly size: number
  push(item: Item): void
  peek(): Item | undefined
  pop(): Item | undefined
}

/** A binary heap (https://en.wikipedia.org/wiki/Binary_heap); `isBefore` must be a strict order, or ties come in any order. */
export const createHeap = <Item>(isBefore: (one: Item, two: Item) => boolean): Heap<Item> => {
  const items: Item[] = []
  const swap = (one: number, two: number) => {
    const [first, second] = [items[one], items[two]]
    if (first === undefined || second === undefined) return
    items[one] = second
    items[two] = first
  }
  const isSmaller = (one: number, two: number): boolean => {
    const [first, second] = [items[one], items[two]]
    return first !== undefined && second !== undefined && isBefore(first, second)
  }
  return {
    get size() {
      return items.length
    },
    peek: () => items[0],
    push: (item) => {
      items.push(item)
      for (let at = items.length - 1; at > 0;) {
        const above = (at - 1) >> 1
        if (!isSmaller(at, above)) return
        swap(at, above)
        at = above
      }
    },
    pop: () => {
      const first = items[0]
      const last = items.pop()
      if (items.length === 0 || last === undefined) return first
      items[0] = last
      for (let at = 0; ;) {
        const [left, right] = [2 * at + 1, 2 * at + 2]
        const smaller = isSmaller(right, left) ? right : left
        if (!isSmaller(smaller, at)) return first
        swap(smaller, at)
        at = smaller
      }
    },
  }
}
