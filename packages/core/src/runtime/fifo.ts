/** A line in which one stands: who came first is first. Adding and taking cost the same however long it is. */
export interface Fifo<Item> {
  items: Item[]
  head: number
}

// A shorter part that was taken is not worth the copy.
const worthCutting = 64

/** An empty line. */
export const createFifo = <Item>(): Fifo<Item> => ({ items: [], head: 0 })

/** Puts an item at the end. */
export const push = <Item>(fifo: Fifo<Item>, item: Item): void => {
  fifo.items.push(item)
}

/** The first item, which stays. */
export const first = <Item>(fifo: Fifo<Item>): Item | undefined => fifo.items[fifo.head]

/** Takes the first item out. */
export const shift = <Item>(fifo: Fifo<Item>): Item | undefined => {
  const item = fifo.items[fifo.head]
  if (fifo.head === fifo.items.length) return item
  fifo.head++
  if (fifo.head >= worthCutting && fifo.head * 2 >= fifo.items.length) {
    fifo.items = fifo.items.slice(fifo.head)
    fifo.head = 0
  }
  return item
}
