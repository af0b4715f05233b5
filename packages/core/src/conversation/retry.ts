import { isRecord } from "../kernel/record.ts"
import { type Duration, milliseconds, millisecondsPer, parseDuration, type Problem } from "../kernel/duration.ts"
import { spreadOf } from "../kernel/spread.ts"
import type { Purpose } from "./contact-policy.ts"
import type { UncertainPolicy } from "./delivery.ts"

/** How much is done to get the messages of one purpose out. */
export interface DeliveryOption {
  /** How long it is tried, since it was due: `24 hours`, where it is left out. */
  readonly within?: Duration
  /** How many calls are made at most: 8, where it is left out. */
  readonly attempts?: number
  /**
   * What is done where nobody knows whether it left: `resend` sends it again, at most three times where the provider knows no key;
   * `reconcile` asks the provider, and sends it again where that does not have it; `hold` leaves it to a person.
   */
  readonly uncertain?: UncertainPolicy
}

/** How much is done to get messages out, by purpose. */
export interface DeliveryOptions {
  readonly [purpose: string]: DeliveryOption
}

/** A `DeliveryOption`, read: `within` in milliseconds. */
export interface DeliveryRule {
  readonly within: number
  readonly attempts: number
  readonly uncertain: UncertainPolicy
}

/** The rules by purpose. */
export interface DeliveryRules {
  readonly [purpose: string]: DeliveryRule
}

/** Nobody knows whether the provider has it, and it would take it twice: so often it is sent again at most. */
export const mostBlindResends = 3

/** So often a provider is asked whether it has a message: what it took may show a little later. */
export const mostQuestions = 3

const usual = { within: milliseconds("24 hours"), attempts: 8 } as const
const mostAttempts = 50

/** What somebody waits for is rather heard twice than never; anything else is rather heard never than twice. */
const waitedFor: ReadonlySet<string> = new Set(["answer", "service"])

/** What holds for a purpose of which the application says nothing. */
const usualRule = (purpose: string): DeliveryRule => ({
  ...usual,
  uncertain: waitedFor.has(purpose) ? "resend" : "hold",
})

/** What holds for messages of this purpose. */
export const deliveryRule = (rules: DeliveryRules, purpose: Purpose): DeliveryRule =>
  (Object.hasOwn(rules, purpose) ? rules[purpose] : undefined) ?? usualRule(purpose)

const optionNames: readonly string[] = ["within", "attempts", "uncertain"] satisfies readonly (keyof DeliveryOption)[]
const policies: readonly unknown[] = ["hold", "resend", "reconcile"] satisfies readonly UncertainPolicy[]

/** Reads the option `delivery`; `purposes` are those that there are. */
export const parseDelivery = (
  given: unknown,
  purposes: readonly string[],
): { readonly rules: DeliveryRules } | { readonly problem: Problem } => {
  const wrong = (field: string, message: string) => ({ problem: { field, message } })
  if (!isRecord(given)) return wrong("delivery", "give an object: what holds for each purpose, under its name")
  const rules: { [purpose: string]: DeliveryRule } = {}
  for (const [purpose, option] of Object.entries(given)) {
    const field = `delivery.${purpose}`
    if (!purposes.includes(purpose)) return wrong(field, `name one of: ${purposes.join(", ")}`)
    if (!isRecord(option)) return wrong(field, 'give an object, such as { uncertain: "hold" }')
    const strange = Object.keys(option).find((name) => !optionNames.includes(name))
    if (strange !== undefined)
      return wrong(`${field}.${strange}`, `there is no such option; use ${optionNames.join(", ")}`)
    const standard = usualRule(purpose)
    const { within, attempts = standard.attempts, uncertain = standard.uncertain } = option
    const span = within === undefined ? { value: standard.within } : parseDuration(within, `${field}.within`)
    if ("problem" in span) return span
    if (typeof attempts !== "number" || !Number.isInteger(attempts) || attempts < 1 || attempts > mostAttempts)
      return wrong(`${field}.attempts`, `give a whole number from 1 to ${mostAttempts}`)
    if (!policies.includes(uncertain)) return wrong(`${field}.uncertain`, 'write "resend", "hold" or "reconcile"')
    // the list of policies holds exactly these words
    rules[purpose] = { within: span.value, attempts, uncertain: uncertain as UncertainPolicy }
  }
  return { rules }
}

const firstPause = milliseconds("5 seconds")
const longestPause = millisecondsPer.hour

/**
 * How long a message rests after so many attempts in vain: 5 s, 20 s, 80 s … an hour, each a fifth more or less. The spread comes from
 * the message itself: messages that failed together do not come back together, and the same history is decided the same again.
 */
export const pauseAfter = (message: string, attempts: number): number =>
  Math.round(
    Math.min(firstPause * 4 ** Math.max(0, attempts - 1), longestPause) *
      (0.8 + 0.4 * spreadOf(`${message}:${attempts}`)),
  )

/** How long after an answer was lost the provider is asked the first, second and third time. */
export const pauseBeforeQuestion = (asked: number): number => millisecondsPer.minute * 5 ** asked
