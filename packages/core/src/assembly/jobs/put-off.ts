import { milliseconds } from "../../kernel/duration.ts"
import { inputId } from "../../kernel/ids.ts"
import type { Attempt } from "../../timeline/engine.ts"
import type { Loop } from "../loop.ts"

// While a new version is deployed, an old process may get work that only new code knows: a type of job, a rule, a channel. It puts it
// off, so that a process of the other version gets it, and nothing behind it has to wait.

const pause = milliseconds("1 minute")

/** Half an hour: no deployment should take longer. */
const mostRounds = 30

const roundOf = (id: string): readonly [first: string, round: number] => {
  const mark = id.lastIndexOf("~")
  const round = Number(id.slice(mark + 1))
  return mark > 0 && Number.isInteger(round) && round > 0 ? [id.slice(0, mark), round] : [id, 0]
}

/** Whether other processes, perhaps of another version, are at work on the same store. */
const isShared = ({ engine, store }: Pick<Loop, "engine" | "store">): boolean =>
  engine.isShared === true || store.coordination !== undefined

/**
 * Leaves a job that this code does not know to a process that may: it comes back a minute later. False where nobody else is there, or
 * where nobody took it in half an hour: then it is this process that has to say what becomes of it.
 */
export const putOff = async (attempt: Attempt, loop: Loop): Promise<boolean> => {
  const { id, key, type, ref } = attempt
  const [first, round] = roundOf(id)
  if (!isShared(loop) || round >= mostRounds) return false
  const at = loop.clock.now() + pause
  await loop.post({
    kind: "put-off",
    id: inputId(`put-off:${id}`),
    on: key,
    job: { id: `${first}~${round + 1}`, key, type, at, ...(ref !== undefined && { ref }) },
    acks: id,
  })
  return true
}
