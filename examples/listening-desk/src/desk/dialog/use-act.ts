import { useRef, useState } from "react"
import type { CustomerId } from "@escucha/core"
import { useDesk } from "../shell/desk-context.ts"
import { useAnnounce } from "../notice/announcer.tsx"
import { closeOverlay, currentRoute } from "../use-route.ts"
import type { Act } from "../data/desk-client.ts"
import { asDeskError, type DeskError } from "../data/desk-error.ts"

/** How a decision of ours stands. */
export type ActState = "idle" | "working" | DeskError

/**
 * A decision about a conversation or a case: one id for all attempts, the dialog closes when it is committed, what is visible is read
 * again.
 */
export const useAct = (customer: CustomerId, open: string | null) => {
  const { data } = useDesk()
  const announce = useAnnounce()
  const [state, setState] = useState<ActState>("idle")
  const id = useRef(crypto.randomUUID())
  const run = async (work: (act: Act) => Promise<void>, done: string) => {
    setState("working")
    try {
      await work({ id: id.current, customer, case: open })
    } catch (cause) {
      return setState(asDeskError(cause))
    }
    announce(done)
    closeOverlay()
    const { list, mood } = currentRoute()
    await Promise.all([data.customer(customer).refresh(), data.inbox({ list, mood }).refresh()])
  }
  return { state, run }
}
