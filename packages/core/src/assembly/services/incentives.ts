import * as Context from "effect/Context"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf } from "../../kernel/ids.ts"
import { millisecondsPer } from "../../kernel/duration.ts"
import type { Gift } from "../../survey/incentive.ts"
import { incentiveNamed, redeemable, redeemableUntil } from "../../survey/incentive-use.ts"
import type { GiftView, IncentivesDoor, IncentiveView, Redeemed, RedeemOptions } from "../doors/incentives.ts"
import { idFor, type Loop } from "../loop.ts"
import { incentiveMetric, redeemedMetric } from "../survey/metrics.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"

/** What is given for the time that answering takes. */
export interface IncentivesService extends Effectful<IncentivesDoor> {}

/** Incentives as a service of Effect. */
export class Incentives extends Context.Service<Incentives, IncentivesService>()("@escucha/Incentives") {}

const takenBy = (by: unknown): string => {
  if (typeof by === "string" && by.trim() !== "" && by.length <= 80) return by
  throw new InputError("invalid", "by", "say who takes it, in 1 to 80 letters")
}

const redeem = async (
  loop: Loop,
  nameOrCode: string,
  customer: string,
  { id: given, by = "app" }: RedeemOptions,
): Promise<Redeemed> => {
  const found = incentiveNamed(loop.setting.incentives, nameOrCode)
  if (!found)
    throw new InputError("unknown", "incentive", "give the name or the code of one of the incentives of createEscucha")
  const { name } = found
  const id = idFor("redeem", given, loop)
  const post = () =>
    loop.post({ kind: "redeem-incentive", id, on: endpointOf(customer), incentive: name, by: takenBy(by) })
  const whole = await loop.whole(customer)
  if (!whole) return { status: "refused", because: "not-given" }
  try {
    const { status } = await post()
    return { status: status === "committed" ? "redeemed" : "duplicate", incentive: name }
  } catch (failure) {
    if (!(failure instanceof InputError) || failure.field !== "incentive") throw failure
    // whatever refused it is still so: what was given is never taken back, and time does not go back
    const [now, moment] = [loop.clock.now(), await loop.surveyMoment()]
    const known = (await loop.whole(customer))?.state.incentives ?? {}
    const because = redeemable(known, found, { now, isSpent: moment.redeemed?.includes(name) ?? false })
    if (typeof because === "string") return { status: "refused", because }
    throw failure
  }
}

const viewOf = ({ setting: { incentives } }: Loop, gift: Gift): GiftView => {
  const { incentive: name, survey, givenAt, redeemedAt } = gift
  const incentive = Object.hasOwn(incentives, name) ? incentives[name] : undefined
  const until = incentive && redeemableUntil(incentive, gift)
  return {
    incentive: name,
    survey,
    givenAt,
    ...(until !== undefined && { until }),
    ...(redeemedAt !== undefined && { redeemedAt }),
  }
}

const listed = async (loop: Loop): Promise<readonly IncentiveView[]> => {
  await loop.ready()
  const entries = Object.entries(loop.setting.incentives)
  const metrics = entries.flatMap(([name]) => [incentiveMetric(name), redeemedMetric(name)])
  const counts =
    metrics.length === 0 ? [] : await loop.store.series(metrics, 0, loop.clock.now() + millisecondsPer.hour)
  const sum = (metric: string) => counts.reduce((all, count) => (count.metric === metric ? all + count.by : all), 0)
  return entries.map(([name, { text, code, atMost }]) => ({
    name,
    text,
    ...(code !== undefined && { code }),
    given: sum(incentiveMetric(name)),
    redeemed: sum(redeemedMetric(name)),
    atMost,
  }))
}

/** The service over a loop. */
export const makeIncentives = (loop: Loop): IncentivesService => ({
  redeem: (nameOrCode, customer, options = {}) => attempt(() => redeem(loop, nameOrCode, customer, options)),
  of: (customer) =>
    attempt(async () =>
      Object.values((await loop.whole(customer))?.state.incentives ?? {})
        .toSorted((one, two) => one.givenAt - two.givenAt)
        .map((gift) => viewOf(loop, gift)),
    ),
  list: () => attempt(() => listed(loop)),
})
