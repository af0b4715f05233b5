import { InputError } from "../../kernel/errors.ts"
import { endpointOf } from "../../kernel/ids.ts"
import type { OwnDataDoor } from "../doors/own-data.ts"
import { later } from "../later.ts"
import { idFor, type Loop } from "../loop.ts"
import { checkedTraits, type Declared } from "./declared.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"
import { pageOf } from "./list.ts"
import { outcomeOf } from "./outcome.ts"

/** What people may ask of us about their own data. */
export interface OwnDataService extends Effectful<OwnDataDoor> {}

const verbs = later(() => import("../own-data/verbs.ts"))

const longestNote = 1_000

/** A text that the timeline keeps as the account of what was done. Throws `InputError` where there is none. */
const noted = (field: string, text: unknown): string => {
  if (typeof text === "string" && text.trim() !== "" && text.length <= longestNote) return text
  throw new InputError("invalid", field, `say it in 1 to ${longestNote} letters: it is what shows that this was right`)
}

const rightTraits = (declared: Declared, traits: unknown): { readonly [name: string]: unknown } => {
  if (typeof traits === "object" && traits !== null && Object.keys(traits).length > 0)
    return checkedTraits(declared, traits)
  throw new InputError("invalid", "traits", "name at least one trait, with its right value or null")
}

const formatOf = (format: unknown): "json" | "csv" => {
  if (format === "json" || format === "csv") return format
  throw new InputError("invalid", "format", 'give "json" or "csv"')
}

/** The verbs over a loop. */
export const makeOwnData = (loop: Loop, declared: Declared): OwnDataService => ({
  export: (customer, { format = "json", by } = {}) =>
    attempt(async () => {
      const form = formatOf(format)
      if (!(await loop.whole(customer))) return undefined
      if (by !== undefined)
        await loop.post({
          kind: "export",
          id: idFor("export", undefined, loop),
          on: endpointOf(customer),
          by: noted("by", by),
          format: form,
        })
      const { exportFiles } = await verbs()
      const whole = await loop.whole(customer)
      return whole && exportFiles(loop, whole, form)
    }),
  import: (document) => attempt(async () => (await verbs()).importCustomer(loop, document)),
  rectify: (customer, { traits, reason, by, id }) =>
    outcomeOf(loop, () => ({
      kind: "rectify",
      id: idFor("rectify", id, loop),
      on: endpointOf(customer),
      traits: rightTraits(declared, traits),
      reason: noted("reason", reason),
      by: noted("by", by),
    })),
  erase: (customer, options) => attempt(async () => (await verbs()).eraseCustomer(loop, customer, options)),
  readmit: (customer, { by, reason, id }) =>
    outcomeOf(loop, () => ({
      kind: "readmit",
      id: idFor("readmit", id, loop),
      on: endpointOf(customer),
      by: noted("by", by),
      reason: noted("reason", reason),
    })),
  erasures: (page) =>
    attempt(async () => {
      const { erasures, erasureOf } = await verbs()
      await loop.ready()
      const { items, ...rest } = await loop.store.query(erasures, {}, pageOf(page))
      return { ...rest, items: items.map(erasureOf) }
    }),
})
