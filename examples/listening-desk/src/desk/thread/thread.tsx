import { useEffect } from "react"
import { ArrowLeft } from "lucide-react"
import type { CustomerId } from "@escucha/core"
import { useResource, type Snapshot } from "../data/resource.ts"
import type { CustomerPage, CustomerPart } from "../data/customer-page.ts"
import { usePendingReplies, type PendingReply } from "../data/replies.ts"
import { useSpeech } from "../i18n/words.tsx"
import { EmptyNote } from "../notice/empty-note.tsx"
import { ProblemNote } from "../notice/problem-note.tsx"
import { Skeleton } from "../notice/skeleton.tsx"
import type { Route } from "../route.ts"
import { useDesk } from "../shell/desk-context.ts"
import { navigate, replaceRoute } from "../use-route.ts"
import { Lines } from "./lines.tsx"
import { ReplyBox, useDraft } from "./reply/reply-box.tsx"
import { ThreadHead } from "./thread-head.tsx"
import { TypingLine } from "./typing-line.tsx"

interface OpenThreadProps {
  readonly part: CustomerPart
  readonly page: CustomerPage
  readonly route: Route
}

const OpenThread = ({ part, page, route }: OpenThreadProps) => {
  const { data } = useDesk()
  const { view } = part
  const [draft, setDraft] = useDraft(view.id)
  const pending = usePendingReplies(data.replies, view.id)
  const edit = (reply: PendingReply) => {
    data.replies.discard(reply.id)
    setDraft(draft === "" ? reply.text : `${reply.text}\n${draft}`)
    document.getElementById("reply")?.focus()
  }
  return (
    <>
      <ThreadHead view={view} route={route} />
      <Lines part={part} page={page} marked={route.marked} pending={pending} onEdit={edit} />
      <TypingLine view={view} />
      <ReplyBox view={view} items={part.items} draft={draft} onDraft={setDraft} />
    </>
  )
}

const Back = () => {
  const { words } = useSpeech()
  return (
    <button
      type="button"
      className="quiet-button thread-back"
      onClick={() => navigate({ customer: null, panel: "thread" })}
    >
      <ArrowLeft aria-hidden="true" />
      {words.thread.back}
    </button>
  )
}

const Content = ({
  snapshot,
  page,
  route,
}: {
  readonly snapshot: Snapshot<CustomerPart>
  readonly page: CustomerPage
  readonly route: Route
}) => {
  switch (snapshot.state) {
    case "loading":
      return (
        <>
          <Back />
          <Skeleton kind="thread" rows={5} />
        </>
      )
    case "failed":
      return (
        <>
          <Back />
          <ProblemNote error={snapshot.error} onRetry={() => void page.refresh()} />
        </>
      )
    case "ready":
      return <OpenThread part={snapshot.data} page={page} route={route} />
  }
}

/** The conversation with one customer. Opening it moves the focus to their name, so that reading goes on from there. */
export const Thread = ({ customer, route }: { readonly customer: CustomerId; readonly route: Route }) => {
  const { data } = useDesk()
  const page = data.customer(customer)
  const snapshot = useResource(page)
  const ready = snapshot.state === "ready"
  useEffect(() => {
    if (ready) document.getElementById("thread-title")?.focus({ preventScroll: true })
  }, [ready])
  const name = snapshot.state === "ready" ? snapshot.data.view.id : customer
  const isCovered = route.overlay !== null
  useEffect(() => {
    if (!isCovered && name !== customer) replaceRoute({ customer: name }) // joined with an older one: the list has them by that name
  }, [isCovered, name, customer])
  return <Content snapshot={snapshot} page={page} route={route} />
}

/** What the middle of the desk shows while no customer is open. */
export const NoThread = () => {
  const { words } = useSpeech()
  return <EmptyNote title={words.thread.nobody} note={words.thread.nobodyNote} />
}
