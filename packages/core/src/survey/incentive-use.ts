import { parseDuration } from "../kernel/duration.ts"
import type { Gift, Gifts, Incentive } from "./incentive.ts"

/** Why something cannot be redeemed: it was not given to them, they have used it, its time is over, or so many have used it already. */
export type RefusedBecause = "not-given" | "redeemed" | "expired" | "spent"

/** Until when a gift can be redeemed; `undefined`: for ever. */
export const redeemableUntil = ({ within }: Pick<Incentive, "within">, { givenAt }: Gift): number | undefined => {
  const read = within === undefined ? undefined : parseDuration(within, "within")
  return read && "value" in read ? givenAt + read.value : undefined
}

/** The incentive of this name or code. */
export const incentiveNamed = (
  incentives: { readonly [name: string]: Incentive },
  nameOrCode: string,
): { readonly name: string; readonly incentive: Incentive } | undefined => {
  const own = Object.hasOwn(incentives, nameOrCode) ? incentives[nameOrCode] : undefined
  if (own) return { name: nameOrCode, incentive: own }
  const code = nameOrCode.trim().toUpperCase()
  const found = Object.entries(incentives).find(([, each]) => each.code?.trim().toUpperCase() === code)
  return found && { name: found[0], incentive: found[1] }
}

/** The gift that somebody can redeem now, the one given first of several; or why there is none. */
export const redeemable = (
  gifts: Gifts,
  { name, incentive }: { readonly name: string; readonly incentive: Incentive },
  { now, isSpent }: { readonly now: number; readonly isSpent: boolean },
): Gift | RefusedBecause => {
  const given = Object.values(gifts)
    .filter((gift) => gift.incentive === name)
    .toSorted((one, two) => one.givenAt - two.givenAt)
  if (given.length === 0) return "not-given"
  const unused = given.filter(({ redeemedAt }) => redeemedAt === undefined)
  if (unused.length === 0) return "redeemed"
  const open = unused.find((gift) => now < (redeemableUntil(incentive, gift) ?? Infinity))
  if (!open) return "expired"
  return isSpent ? "spent" : open
}
