import { startOfDay } from "../i18n/format.ts"

/** What was said on one day, oldest first. `day` is the midnight that began it. */
export interface Day<Item> {
  readonly day: number
  readonly items: readonly Item[]
}

/** Lines, newest first as the desk gives them, grouped by the reader's days and turned to reading order. */
export const daysOf = <Item extends { readonly at: number }>(newestFirst: readonly Item[]): readonly Day<Item>[] => {
  const days: { day: number; items: Item[] }[] = []
  for (const item of newestFirst.toReversed()) {
    const day = startOfDay(item.at)
    const last = days.at(-1)
    if (last?.day === day) last.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}
