import type { ContactBudget, Spent } from "../conversation/place-rules.ts"
import type { Coordination, Spending as Counted } from "../timeline/coordination.ts"
import { createBatches } from "./batches.ts"
import { nameOfPlace } from "./shared-gate.ts"

/** What leaves by sms and voice, for a budget that holds for many numbers at once. */
export interface Spending {
  /**
   * Counts a message in, once however often it is asked about, and says how many others left in the windows of the budget. A promise,
   * where other processes spend as well.
   */
  readonly take: (message: string, number: string, now: number) => Spent | Promise<Spent>
  /** It did not leave after all. */
  readonly giveBack: (message: string, number: string) => void | Promise<void>
}

/** So many of the last digits do not matter: whoever earns by messages has numbers that lie side by side. */
const lastDigits = 3

/** Messages by their id with their moment, the oldest first. */
type Window = Map<string, number>

const beginningOf = (number: string): string => number.slice(0, -lastDigits)

const forget = (window: Window, since: number): void => {
  for (const [message, at] of window) {
    if (at > since) return
    window.delete(message)
  }
}

const mostAtOnce = 500

/** One budget for all processes; its windows are those of the one time that all of them go by. */
export const createSharedSpending = (
  { perPrefix, perDay }: ContactBudget = {},
  { coordination, secret }: { readonly coordination: Coordination; readonly secret: string | undefined },
): Spending => {
  const spend = createBatches<Counted, number>(coordination.spend, mostAtOnce)
  const prefixOf = (message: string, number: string): Pick<Counted, "name" | "id"> => ({
    name: `budget:prefix:${nameOfPlace(secret, beginningOf(number))}`,
    id: message,
  })
  const dayOf = (message: string): Pick<Counted, "name" | "id"> => ({ name: "budget:day", id: message })
  return {
    take: async (message, number) => {
      const [prefix, day] = await Promise.all([
        perPrefix ? spend({ ...prefixOf(message, number), window: perPrefix.window }) : 0,
        perDay ? spend({ ...dayOf(message), window: perDay.window }) : 0,
      ])
      return { prefix, day }
    },
    giveBack: (message, number) =>
      coordination.giveBack([...(perPrefix ? [prefixOf(message, number)] : []), ...(perDay ? [dayOf(message)] : [])]),
  }
}

/** Nothing was spent yet, in this process alone. What nobody has limited is not counted. */
export const createSpending = ({ perPrefix, perDay }: ContactBudget = {}): Spending => {
  const day: Window = new Map()
  const prefixes = new Map<string, Window>()
  const others = (window: Window, message: string): number => window.size - Number(window.has(message))
  const takeIn = (window: Window, message: string, now: number, length: number): number => {
    forget(window, now - length)
    const count = others(window, message)
    if (!window.has(message)) window.set(message, now)
    return count
  }
  return {
    take: (message, number, now) => {
      const beginning = beginningOf(number)
      const window = prefixes.get(beginning) ?? new Map<string, number>()
      if (perPrefix) prefixes.set(beginning, window)
      return {
        prefix: perPrefix ? takeIn(window, message, now, perPrefix.window) : 0,
        day: perDay ? takeIn(day, message, now, perDay.window) : 0,
      }
    },
    giveBack: (message, number) => {
      day.delete(message)
      const beginning = beginningOf(number)
      const window = prefixes.get(beginning)
      window?.delete(message)
      if (window?.size === 0) prefixes.delete(beginning)
    },
  }
}
