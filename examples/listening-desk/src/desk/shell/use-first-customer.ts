import { useEffect, useRef } from "react"
import type { Route } from "../route.ts"
import { currentRoute, replaceRoute } from "../use-route.ts"
import { useDesk } from "./desk-context.ts"

const wide = "(min-width: 52em)"

/**
 * Opens the page at whoever needs us most, where there is room for list and thread and the address names nobody. Only once: from then
 * on the list may change its order, and nobody is taken away from the customer that they are reading.
 */
export const useFirstCustomer = (route: Route): void => {
  const { data } = useDesk()
  const done = useRef(route.customer !== null || !matchMedia(wide).matches)
  const list = data.inbox({ list: route.list, mood: route.mood })
  useEffect(() => {
    if (done.current) return
    return list.subscribe(() => {
      const inbox = list.snapshot()
      if (done.current || inbox.state !== "ready") return
      done.current = true
      const first = inbox.data.items[0]
      if (first !== undefined && currentRoute().customer === null) replaceRoute({ customer: first.customer })
    })
  }, [list])
}
