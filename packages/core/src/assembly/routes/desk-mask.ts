import { isRecord } from "../../kernel/record.ts"
import type { ThreadItem } from "../../conversation/thread.ts"
import { identifier } from "../../kernel/ids.ts"
import type { CustomerView } from "../customer-view.ts"
import { masked } from "../rows.ts"

/** Traits that are addresses, whatever they hold. */
const addresses: ReadonlySet<string> = new Set(["email", "phone", "tel", "mobile"])

/** Whether a trait is an address by its name. */
export const isAddressTrait = (name: string): boolean => addresses.has(name)

const wholeAddress = /^\S+@\S+\.\S+$/

const hidden = (name: string, value: unknown): unknown =>
  typeof value === "string" && value !== "" && (isAddressTrait(name) || wholeAddress.test(value))
    ? masked(identifier("", value))
    : value

/** Traits as a colleague may see them: of an address, enough to recognise it and not enough to copy it. */
export const maskedTraits = (traits: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } =>
  Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, hidden(name, value)]))

/** A line of the thread as a colleague may see it. */
export const maskedItem = (item: ThreadItem): ThreadItem => {
  if (item.type !== "event") return item
  const { traits, properties } = item.data
  return {
    ...item,
    data: {
      ...item.data,
      ...(isRecord(traits) && { traits: maskedTraits(traits) }),
      ...(isRecord(properties) && { properties: maskedTraits(properties) }),
    },
  }
}

/** The picture of a customer as a colleague may see it. */
export const maskedView = (view: CustomerView): CustomerView => ({
  ...view,
  traits: maskedTraits(view.traits),
  traitSources: Object.fromEntries(
    Object.entries(view.traitSources).map(([name, source]) => [name, { ...source, value: hidden(name, source.value) }]),
  ),
  thread: { ...view.thread, items: view.thread.items.map(maskedItem) },
})
