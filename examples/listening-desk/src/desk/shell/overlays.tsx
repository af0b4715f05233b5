import { lazy, Suspense } from "react"
import type { CustomerId } from "@escucha/core"
import { AssignDialog } from "../dialog/assign-dialog.tsx"
import { CloseDialog } from "../dialog/close-dialog.tsx"
import { useResource } from "../data/resource.ts"
import { nameOf } from "../i18n/person.ts"
import { useSpeech } from "../i18n/words.tsx"
import type { Route } from "../route.ts"
import { useDesk } from "./desk-context.ts"

const Palette = lazy(async () => ({ default: (await import("../palette/palette.tsx")).Palette }))
const PersonDialog = lazy(async () => ({ default: (await import("../person/person-dialog.tsx")).PersonDialog }))
const PairsDialog = lazy(async () => ({ default: (await import("../person/pairs-dialog.tsx")).PairsDialog }))
const AskDialog = lazy(async () => ({ default: (await import("../surveys/ask-dialog.tsx")).AskDialog }))
const HelpDialog = lazy(async () => ({ default: (await import("../dialog/help-dialog.tsx")).HelpDialog }))

interface DecisionProps {
  readonly customer: CustomerId
  readonly decision: { readonly kind: "assign" | "close"; readonly case: string | null }
  readonly route: Route
}

const Decision = ({ customer, decision, route }: DecisionProps) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const page = useResource(data.customer(customer))
  const inbox = data.inbox({ list: route.list, mood: route.mood }).snapshot()
  if (page.state !== "ready") return null
  const { view } = page.data
  const name = nameOf(view, words)
  const seen = [
    ...view.cases.map(({ owner }) => owner),
    ...(inbox.state === "ready" ? inbox.data.items.map(({ owner }) => owner) : []),
  ]
  const owners = [...new Set(seen.filter((owner) => owner !== null))].slice(0, 6)
  return decision.kind === "assign" ? (
    <AssignDialog customer={customer} name={name} case={decision.case} owners={owners} />
  ) : (
    <CloseDialog customer={customer} name={name} case={decision.case} />
  )
}

/** What lies over the page, if anything. */
export const Overlays = ({ route }: { readonly route: Route }) => {
  const { overlay, customer } = route
  if (overlay === null) return null
  if (overlay.kind === "search")
    return (
      <Suspense>
        <Palette route={route} />
      </Suspense>
    )
  if (overlay.kind === "help")
    return (
      <Suspense>
        <HelpDialog />
      </Suspense>
    )
  if (overlay.kind === "pairs")
    return (
      <Suspense>
        <PairsDialog />
      </Suspense>
    )
  if (customer === null) return null
  if (overlay.kind === "ask")
    return (
      <Suspense>
        <AskDialog customer={customer} />
      </Suspense>
    )
  if (overlay.kind === "person")
    return (
      <Suspense>
        <PersonDialog customer={customer} part={overlay.part} />
      </Suspense>
    )
  return <Decision customer={customer} decision={overlay} route={route} />
}
