import { type DeliveryRules, parseDelivery } from "../conversation/retry.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import type { Channels } from "./app.ts"
import { parsePools, type Pools } from "./pool.ts"

/** The purposes that every house has. */
const always = ["answer", "service", "marketing", "consent-request", "opt-out-confirmation"]

/** Checks what the options say of how messages get out. Throws `ConfigurationError`, which names the option. */
export const deliverySettingOf = ({
  channels = {},
  delivery = {},
  pools = {},
  purposes = {},
}: {
  readonly channels?: Channels
  readonly delivery?: unknown
  readonly pools?: unknown
  readonly purposes?: object
}): { readonly delivery: DeliveryRules; readonly pools: Pools } => {
  const rules = parseDelivery(delivery, [...new Set([...always, ...Object.keys(purposes)])])
  if ("problem" in rules) throw new ConfigurationError(rules.problem.field, rules.problem.message)
  const read = parsePools(pools, channels)
  if ("problem" in read) throw new ConfigurationError(read.problem.field, read.problem.message)
  return { delivery: rules.rules, pools: read.pools }
}
