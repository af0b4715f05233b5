/** How many entries a file holds, and of how many customers they are. */
export interface Size {
  readonly entries: number
  readonly customers: number
}

/** Fifty entries for each customer, so that a page of the last 50 is full for most of them. */
export const sizeOf = (entries: number): Size => ({ entries, customers: Math.max(100, Math.round(entries / 50)) })

/** Of so many customers comes one entry in twenty: those whom everybody reads. */
export const hotCustomers = 10

/** The name by which the app knows a customer. */
export const nameOf = (customer: number): string => `user-${customer}`

/** The phone from which a customer writes. */
export const phoneOf = (customer: number): string => `+34600${String(customer).padStart(6, "0")}`

// Well mixed and the same in every run: https://en.wikipedia.org/wiki/Linear_congruential_generator
const mixed = (number: number): number => Math.imul(number, 2_654_435_761) >>> 0

/** Whose entry it is. */
export const customerOf = (number: number, { customers }: Size): number =>
  number % 20 === 0 ? mixed(number) % hotCustomers : hotCustomers + (mixed(number) % (customers - hotCustomers))

const begin = Date.UTC(2020, 0, 1)
/** Five and a half years, whatever the number of entries. */
const span = 173_000_000_000

/** When it happened: in order, as an application lives through it. */
export const instantOf = (number: number, { entries }: Size): number => begin + Math.round((number / entries) * span)

const texts = [
  "Where is my order? It should have come yesterday.",
  "Muchas gracias, ha llegado todo muy bien.",
  "I would like to change the address of my delivery, please.",
  "No funciona el código de descuento que me mandasteis.",
] as const

/** What is told of a customer, or what they did or wrote. */
export type Happening =
  | { readonly kind: "identify"; readonly traits: { readonly name: string; readonly plan: "free" | "pro" } }
  | { readonly kind: "message"; readonly text: string }
  | { readonly kind: "track"; readonly properties: { readonly order: string; readonly total: number } }

/** The happening of a number: one message and one change of traits in twenty, orders otherwise. */
export const happeningOf = (number: number): Happening => {
  if (number % 20 === 7)
    return { kind: "identify", traits: { name: `Customer ${number}`, plan: number % 3 === 0 ? "pro" : "free" } }
  if (number % 20 === 13) return { kind: "message", text: texts[number % texts.length] ?? texts[0] }
  return { kind: "track", properties: { order: `order-${number}`, total: (number % 1000) / 10 } }
}
