import type { Situation } from "../../runtime/house.ts"
import { type RefusedBecause, redeemable } from "../../survey/incentive-use.ts"
import type { State } from "../entries.ts"
import { type Decide, facts, refuse, type Setting } from "./setting.ts"

const remedies: { readonly [because in RefusedBecause]: string } = {
  "not-given": "it was not given to this customer",
  redeemed: "this customer has redeemed it",
  expired: "its time is over",
  spent: "so many as were planned were redeemed already",
}

const homeOf = ({ customer: { streams } }: Situation<State>, response: string) =>
  [...streams].find(([, { state }]) => Object.hasOwn(state.incentives, response))?.[0]

const redeem =
  ({ incentives }: Setting): Decide<"redeem-incentive"> =>
  ({ incentive: name, by, moment }, situation) => {
    const incentive = Object.hasOwn(incentives, name) ? incentives[name] : undefined
    if (!incentive) return refuse("incentive", "name one of the incentives of createEscucha", "unknown")
    const gift = redeemable(
      situation.customer.state.incentives,
      { name, incentive },
      { now: situation.now, isSpent: moment?.redeemed?.includes(name) ?? false },
    )
    if (typeof gift === "string") return refuse("incentive", remedies[gift], "conflict")
    const { response, survey } = gift
    const home = homeOf(situation, response)
    return facts([
      { kind: "incentive-redeemed", data: { incentive: name, response, survey, by }, ...(home && { streams: [home] }) },
    ])
  }

/** How what was given is used. */
export const redeeming = (setting: Setting) => ({ "redeem-incentive": redeem(setting) })
