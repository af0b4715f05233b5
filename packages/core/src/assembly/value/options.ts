import type { StandardSchemaV1 } from "@standard-schema/spec"
import { ConfigurationError } from "../../kernel/errors.ts"
import { nearestName, type Schemas } from "../../kernel/standard-schema.ts"
import type { NumbersOf } from "../../profile/computed.ts"

/** Which event is a purchase, and what it is worth. */
export interface ValueOptions<Event extends string = string, Amount extends string = string> {
  /** The event of a purchase: `order-placed`. Purchases of one day (in UTC) count as one. */
  readonly event: Event
  /** The property of that event that is its amount: a number. */
  readonly amount: Amount
  /** The share of an amount that stays with you, 1 where it is left out. */
  readonly margin?: number
  /** In what amounts are, for whoever reads them: `EUR`. */
  readonly currency?: string
  /** How many weeks ahead a lifetime is looked at, 52 where it is left out. */
  readonly weeks?: number
  /** By how much less a year later is worth, .1 where it is left out. */
  readonly discount?: number
}

/** The same for these events: an event that is not declared, or a property that is no number, does not compile. */
export type ValueOf<Events extends Schemas> = {
  [Event in keyof Events & string]: ValueOptions<Event, NumbersOf<StandardSchemaV1.InferOutput<Events[Event]>>>
}[keyof Events & string]

/** The same, checked and without gaps. */
export interface ValueSetting extends Required<Omit<ValueOptions, "currency">> {
  readonly currency?: string
}

const inRange = (option: string, value: number, low: number, high: number): number => {
  if (!Number.isFinite(value) || value < low || value > high)
    throw new ConfigurationError(`value.${option}`, `give a number from ${low} to ${high}`)
  return value
}

const named = (option: string, name: string): string => {
  if (typeof name !== "string" || name === "" || name.length > 200)
    throw new ConfigurationError(`value.${option}`, "give a name of 1 to 200 letters")
  return name
}

/** Checks what the application says of purchases. Throws `ConfigurationError`, which names the option. */
export const valueSettingOf = (
  { event, amount, margin = 1, currency, weeks = 52, discount = 0.1 }: ValueOptions,
  events: Schemas,
): ValueSetting => {
  const declared = Object.keys(events)
  if (declared.length > 0 && !declared.includes(event)) {
    const near = nearestName(String(event), declared)
    throw new ConfigurationError(
      "value.event",
      near === undefined ? `declare it first; declared are: ${declared.join(", ")}` : `did you mean ${near}?`,
    )
  }
  return {
    event: named("event", event),
    amount: named("amount", amount),
    margin: inRange("margin", margin, 0, 1),
    ...(currency !== undefined && { currency: named("currency", currency) }),
    weeks: inRange("weeks", weeks, 1, 520),
    discount: inRange("discount", discount, 0, 10),
  }
}
