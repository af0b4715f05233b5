import type { CustomerId } from "@escucha/core"
import { formatRoute, type Route } from "../route.ts"
import { currentRoute, navigate } from "../use-route.ts"

/** The way to a customer's conversation. */
export const CustomerLink = ({ customer, name }: { readonly customer: CustomerId; readonly name: string }) => {
  const there: Partial<Route> = { page: "desk", customer, panel: "thread" }
  return (
    <a
      className="text-link"
      href={formatRoute({ ...currentRoute(), ...there })}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        navigate(there)
      }}
    >
      {name}
    </a>
  )
}
