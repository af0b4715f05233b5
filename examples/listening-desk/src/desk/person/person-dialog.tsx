import { useState } from "react"
import type { CustomerId, CustomerView, DeskErasure } from "@escucha/core"
import { keepDraft } from "../data/drafts.ts"
import { useResource } from "../data/resource.ts"
import { Dialog } from "../dialog/dialog.tsx"
import { nameOf } from "../i18n/person.ts"
import { useSpeech } from "../i18n/words.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import { personParts, type PersonPart } from "../route.ts"
import { useDesk } from "../shell/desk-context.ts"
import { currentRoute, openOverlay } from "../use-route.ts"
import { ConsentsPart } from "./consents-part.tsx"
import { DataPart } from "./data-part.tsx"
import { ErasedNote } from "./erased-note.tsx"
import { IdentityPart } from "./identity-part.tsx"
import { Tabs } from "./tabs.tsx"
import { TraitsPart } from "./traits-part.tsx"
import { ValuePart } from "./value-part.tsx"

interface OpenPartProps {
  readonly view: CustomerView
  readonly part: PersonPart
  readonly onErased: (erasure: DeskErasure, name: string) => void
}

const OpenPart = ({ view, part, onErased }: OpenPartProps) => {
  const { data } = useDesk()
  const page = data.person(view.id)
  const person = useResource(page)
  if (part === "traits") return <TraitsPart view={view} />
  if (part === "data") return <DataPart view={view} onErased={onErased} />
  if (person.state === "loading") return <Skeleton kind="card" rows={4} />
  if (person.state === "failed") return <ProblemNote error={person.error} onRetry={() => void page.refresh()} />
  if (part === "consents") return <ConsentsPart view={view} person={person.data} />
  if (part === "value") return <ValuePart view={view} person={person.data} />
  return <IdentityPart view={view} person={person.data} />
}

interface PersonDialogProps {
  readonly customer: CustomerId
  readonly part: PersonPart
}

/** Who a customer is: why we think so, what they agreed to, what we know, what they are worth, and their data. */
export const PersonDialog = ({ customer, part }: PersonDialogProps) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const page = useResource(data.customer(customer))
  const [erased, setErased] = useState<{ readonly erasure: DeskErasure; readonly name: string } | null>(null)
  if (erased !== null)
    return (
      <Dialog kind="person" title={words.person.data.receipt}>
        <ErasedNote {...erased} />
      </Dialog>
    )
  if (page.state !== "ready") return null
  // By the name under which this was opened: joined with somebody older they have another, and a step that is open must not be lost.
  const view = { ...page.data.view, id: customer }
  const remember = (erasure: DeskErasure, name: string) => {
    setErased({ erasure, name })
    data.customer(customer).forget()
    data.person(customer).forget()
    keepDraft(customer, "")
    const { list, mood } = currentRoute()
    void data.inbox({ list, mood }).refresh()
  }
  return (
    <Dialog kind="person" title={words.person.title(nameOf(view, words))}>
      <Tabs
        names={personParts}
        words={words.person.parts}
        label={words.person.partsLabel}
        open={part}
        onOpen={(next) => openOverlay({ kind: "person", part: next })}
      >
        <OpenPart key={part} view={view} part={part} onErased={remember} />
      </Tabs>
    </Dialog>
  )
}
