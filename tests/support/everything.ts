import type { AnyEntry } from "../../packages/core/src/assembly/entries.ts"
import type { Escucha } from "../../packages/core/src/assembly/escucha.ts"

/** Every entry of a customer, oldest first. */
export const everythingOf = async (
  { customers }: { readonly customers: Pick<Escucha["customers"], "timeline"> },
  customer: string,
): Promise<readonly AnyEntry[]> => {
  const entries: AnyEntry[] = []
  for (let after: string | undefined; ;) {
    const page = await customers.timeline(customer, { limit: 1000, ...(after !== undefined && { after }) })
    entries.push(...page.items)
    if (page.next === undefined) return entries.toReversed()
    after = page.next
  }
}
