import * as z from "zod"
import type { SpendingModel } from "../../profile/value/amounts.ts"
import type { BuyingModel } from "../../profile/value/purchases.ts"
import type { RfmScale } from "../../profile/value/rfm.ts"
import type { Store } from "../../timeline/store.ts"
import { unitOf } from "../../timeline/unit.ts"
import type { Stored } from "../loop.ts"
import type { ValueSetting } from "./options.ts"

/** What was learned from all buyers: numbers alone, and nobody in them. */
export interface ValueModel {
  readonly version: 1
  /** When it was learned, in milliseconds since 1970. */
  readonly at: number
  readonly event: string
  readonly amount: string
  /** How many buyers there were, and from how many of them it was learned. */
  readonly buyers: number
  readonly n: number
  /** How people buy and leave. */
  readonly buying: BuyingModel
  /** What they spend when they buy again; `null` where too few do. */
  readonly spending: SpendingModel | null
  readonly rfm: RfmScale
}

const list = "model"
const key = "value"

const numbers = z.array(z.number())
const covariance = z.array(numbers).nullable()
const report = {
  n: z.number(),
  logLikelihood: z.number(),
  iterations: z.number(),
  converged: z.boolean(),
  covariance,
  cautions: z.array(
    z.enum(["not-converged", "flat", "few-customers", "few-repeats", "amounts-follow-frequency", "no-mean"]),
  ),
}
const buying = { r: z.number(), alpha: z.number(), a: z.number(), b: z.number() }
const spending = { p: z.number(), q: z.number(), v: z.number() }
const written = z.object({
  version: z.literal(1),
  at: z.number(),
  event: z.string(),
  amount: z.string(),
  buyers: z.number(),
  n: z.number(),
  buying: z.object({ ...buying, ...report, standardErrors: z.object(buying).nullable() }),
  spending: z
    .object({ ...spending, ...report, standardErrors: z.object(spending).nullable(), correlation: z.number() })
    .nullable(),
  rfm: z.object({ recency: numbers, frequency: numbers, monetary: numbers, n: z.number() }),
})

/** The model that was kept, where it is of these purchases; one of another version is as good as none. */
export const readModel = async (
  store: Pick<Store<Stored>, "rows">,
  { event, amount }: Pick<ValueSetting, "event" | "amount">,
): Promise<ValueModel | undefined> => {
  const [row] = await store.rows(list, [key])
  const read = row && written.safeParse(JSON.parse(row.data))
  return read?.success && read.data.event === event && read.data.amount === amount ? read.data : undefined
}

/** Keeps a model in the place of the one before. It is no projection: it is learned again, never rebuilt. */
export const keepModel = async (store: Pick<Store<Stored>, "commit">, model: ValueModel): Promise<void> => {
  await store.commit([unitOf({ puts: [{ projection: list, key, at: model.at, data: JSON.stringify(model) }] })])
}
