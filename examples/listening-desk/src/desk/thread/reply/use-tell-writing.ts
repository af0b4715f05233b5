import { useEffect, useState } from "react"
import type { CustomerId, StreamId } from "@escucha/core"
import { throttle } from "../../data/throttle.ts"
import { useDesk } from "../../shell/desk-context.ts"

/** Networks show it for some seconds. */
const every = 4_000

/** Tells the customer that a colleague is writing, every few seconds while they do. */
export const useTellWriting = (customer: CustomerId, stream: StreamId): (() => void) => {
  const { client } = useDesk()
  const [told] = useState(() =>
    throttle(every, () => {
      // A courtesy. Where it fails the house reports it, and there is nothing that the colleague could do.
      client.writing(customer, stream).catch(() => undefined)
    }),
  )
  useEffect(() => told.cancel, [told])
  return told.call
}
