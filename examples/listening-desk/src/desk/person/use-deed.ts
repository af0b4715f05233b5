import { useRef, useState } from "react"
import type { CustomerId } from "@escucha/core"
import { asDeskError } from "../data/desk-error.ts"
import type { Deed } from "../data/person-client.ts"
import type { ActState } from "../dialog/use-act.ts"
import { useAnnounce } from "../notice/announcer.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { currentRoute } from "../use-route.ts"

/**
 * Something that a colleague does to what we know of a customer: one id for all attempts, and what is visible is read again when it is
 * committed. The window stays open: most of it can be undone from there.
 */
export const useDeed = (customer: CustomerId) => {
  const { data } = useDesk()
  const announce = useAnnounce()
  const [state, setState] = useState<ActState>("idle")
  const id = useRef(crypto.randomUUID())
  const renew = () => {
    const { list, mood } = currentRoute()
    return Promise.all([
      data.customer(customer).refresh(),
      data.person(customer).refresh(),
      data.inbox({ list, mood }).refresh(),
    ])
  }
  const run = async <Done>(work: (deed: Deed) => Promise<Done>, said: string): Promise<Done | null> => {
    setState("working")
    try {
      const done = await work({ id: id.current, customer })
      id.current = crypto.randomUUID()
      announce(said)
      await renew()
      setState("idle")
      return done
    } catch (cause) {
      setState(asDeskError(cause))
      return null
    }
  }
  return { state, run }
}
