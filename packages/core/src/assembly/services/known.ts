import { InputError } from "../../kernel/errors.ts"
import type { Whole } from "../../runtime/house.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"

/** The customer of this name. Throws `InputError` where nobody has it. */
export const knownIn = async (loop: Pick<Loop, "whole">, customer: string): Promise<Whole<State>> => {
  const whole = await loop.whole(customer)
  if (whole) return whole
  throw new InputError("unknown", "customer", "nobody has this name; identify them first, or use one that a list gave")
}
