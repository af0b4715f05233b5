import type { ContactBudget, Spent } from "../conversation/place-rules.ts"
import type { Coordination, Spending as Counted } from "../timeline/coordination.ts"
import { createBatches } from "./batches.ts"
import { nameOfPlace } from "./shared-gate.ts"

/** What leaves by sms and voice, for a budget that holds for many numbers at once. */
export interface Spending {
  /**
   * Counts a message in where there is room for it, once however often it is asked about, and says how many others left in the windows of
   * the budget. A promise, where other processes spend as well.
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
  const spend = createBatches<Counted, readonly number[]>(coordination.spend, mostAtOnce)
  const prefixOf = (number: string): string => `budget:prefix:${nameOfPlace(secret, beginningOf(number))}`
  const day = "budget:day"
  return {
    take: async (message, number) => {
      const prefixes = perPrefix ? [{ name: prefixOf(number), ...perPrefix }] : []
      const days = perDay ? [{ name: day, ...perDay }] : []
      const others = [...(await spend({ id: message, budgets: [...prefixes, ...days] }))]
      return { prefix: perPrefix ? (others.shift() ?? 0) : 0, day: others.shift() ?? 0 }
    },
    giveBack: (message, number) =>
      coordination.giveBack([
        ...(perPrefix ? [{ name: prefixOf(number), id: message }] : []),
        ...(perDay ? [{ name: day, id: message }] : []),
      ]),
  }
}

/** Nothing was spent yet, in this process alone. What nobody has limited is not counted. */
export const createSpending = ({ perPrefix, perDay }: ContactBudget = {}): Spending => {
  const day: Window = new Map()
  const prefixes = new Map<string, Window>()
  const othersIn = (window: Window, message: string, since: number): number => {
    forget(window, since)
    return window.size - Number(window.has(message))
  }
  return {
    take: (message, number, now) => {
      const beginning = beginningOf(number)
      const window = prefixes.get(beginning) ?? new Map<string, number>()
      const spent = {
        prefix: perPrefix ? othersIn(window, message, now - perPrefix.window) : 0,
        day: perDay ? othersIn(day, message, now - perDay.window) : 0,
      }
      // what finds no room leaves it to others
      if ((perPrefix && spent.prefix >= perPrefix.count) || (perDay && spent.day >= perDay.count)) return spent
      if (perPrefix && !window.has(message)) prefixes.set(beginning, window.set(message, now))
      if (perDay && !day.has(message)) day.set(message, now)
      return spent
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
