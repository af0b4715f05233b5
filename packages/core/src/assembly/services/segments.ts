import * as Context from "effect/Context"
import { compileColumns, countBits } from "../../kernel/condition-columns.ts"
import type { Condition } from "../../kernel/condition.ts"
import { type Fields, fields } from "../../kernel/condition-fields.ts"
import { parseCondition } from "../../kernel/condition-parser.ts"
import { InputError } from "../../kernel/errors.ts"
import type { SegmentCount, SegmentMember, SegmentsDoor } from "../doors/segments.ts"
import { customerFacts } from "../facts.ts"
import type { Loop } from "../loop.ts"
import { segmentList, segmentViews } from "../segment/view.ts"
import type { SegmentFacts } from "../segment/segments.ts"
import { wholesOf } from "../wholes.ts"
import type { Effectful } from "./effectful.ts"
import { attempt } from "./failure.ts"
import { pageOf } from "./list.ts"

/** Groups of customers by what is known of them. */
export interface SegmentsService extends Effectful<SegmentsDoor> {}

/** Segments as a service of Effect. */
export class Segments extends Context.Service<Segments, SegmentsService>()("@escucha/Segments") {}

const conditionOf = (given: Condition | ((customer: Fields<SegmentFacts>) => Condition)): Condition => {
  const read = parseCondition(typeof given === "function" ? given(fields<SegmentFacts>()) : given)
  if ("problem" in read) throw new InputError("invalid", read.problem.field, read.problem.message)
  return read.value
}

const counted = async (loop: Loop, condition: Condition, signal: AbortSignal | undefined): Promise<SegmentCount> => {
  const columns = compileColumns([condition])
  const now = loop.clock.now()
  let [members, customers] = [0, 0]
  for await (const page of wholesOf(loop, signal)) {
    const facts = page.map((customer) => customerFacts(customer, loop.setting, now))
    members += countBits(columns.load(facts, now).matching(0))
    customers += page.length
  }
  return { members, customers }
}

/** The service over a loop. */
export const makeSegments = (loop: Loop): SegmentsService => ({
  of: (customer) =>
    attempt(async () => {
      const whole = await loop.whole(customer)
      return whole ? segmentViews(loop.setting, whole.state) : []
    }),
  members: (segment, page) =>
    attempt(async () => {
      const names = loop.setting.segments.map(({ name }) => name)
      if (!names.includes(segment))
        throw new InputError("unknown", "segment", `name one of: ${names.join(", ") || "none is declared"}`)
      await loop.ready()
      const { items, ...rest } = await loop.store.query(segmentList(segment), {}, pageOf(page))
      return { ...rest, items: items.map(({ data }) => JSON.parse(data) as SegmentMember) } // segmentRows wrote it
    }),
  count: (given, { signal } = {}) => attempt(() => counted(loop, conditionOf(given), signal)),
})
