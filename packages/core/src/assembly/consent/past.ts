import { type ConsentMemory, consents } from "../../profile/consent.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { createProject } from "../../timeline/fold.ts"
import { entriesOf } from "./history.ts"
import type { AnyEntry } from "../entries.ts"
import type { Loop } from "../loop.ts"

/**
 * What was remembered of consent at an instant, by what had been received until then: of the streams that are the customer's today,
 * folded again by the same pure steps.
 */
export const consentsAsOf = async (loop: Loop, stream: StreamId, instant: number): Promise<ConsentMemory> => {
  const { initial, project, merge } = createProject({ consents })
  const states = new Map<StreamId, typeof initial>()
  const known: AnyEntry[] = []
  for await (const entry of entriesOf(loop, stream)) if (entry.receivedAt <= instant) known.push(entry)
  const inOrder = known.sort((one, two) => one.position - two.position)
  for (const entry of inOrder) states.set(entry.stream, project(states.get(entry.stream) ?? initial, entry))
  return merge([...states.values()]).consents
}
