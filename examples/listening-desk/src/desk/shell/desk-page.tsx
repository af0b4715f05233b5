import { lazy, Suspense } from "react"
import type { DeskEvent } from "@escucha/core"
import { Card } from "../card/card.tsx"
import { useLive } from "../data/use-live.ts"
import { nameOf } from "../i18n/person.ts"
import { useSpeech } from "../i18n/words.tsx"
import { Inbox } from "../inbox/inbox.tsx"
import { useAnnounce } from "../notice/announcer.tsx"
import { PulseSection } from "../pulse/pulse-section.tsx"
import type { Route } from "../route.ts"
import { NoThread, Thread } from "../thread/thread.tsx"
import { currentRoute, useRoute } from "../use-route.ts"
import { ConnectionLine } from "./connection-line.tsx"
import { useDesk } from "./desk-context.ts"
import { useFirstCustomer } from "./use-first-customer.ts"
import { Header } from "./header.tsx"
import { Overlays } from "./overlays.tsx"
import { useShortcuts } from "./use-shortcuts.ts"

const ChannelsPage = lazy(async () => ({ default: (await import("../channels/channels-page.tsx")).ChannelsPage }))

const SurveysPage = lazy(async () => ({ default: (await import("../surveys/surveys-page.tsx")).SurveysPage }))

/** Tells whoever listens that the customer they are reading has written again. */
const useSpokenMessages = (): ((event: DeskEvent) => void) => {
  const { words } = useSpeech()
  const { data } = useDesk()
  const announce = useAnnounce()
  return (event) => {
    if (event.kind !== "message-received" || event.customer !== currentRoute().customer) return
    const page = data.customer(event.customer).snapshot()
    if (page.state === "ready") announce(words.thread.newMessage(nameOf(page.data.view, words)))
  }
}

/** Who needs us, what they say and who they are. */
const Conversations = ({ route }: { readonly route: Route }) => {
  const { words } = useSpeech()
  return (
    <>
      <PulseSection route={route} />
      <Inbox route={route} />
      <section className="thread" id="conversation" tabIndex={-1} aria-label={words.thread.title}>
        {route.customer === null ? (
          <NoThread />
        ) : (
          <Thread key={route.customer} customer={route.customer} route={route} />
        )}
      </section>
      {route.customer !== null && <Card key={route.customer} customer={route.customer} />}
    </>
  )
}

/** The whole desk. On a narrow screen only one of its parts is shown, and the address says which. */
export const DeskPage = () => {
  const { words } = useSpeech()
  const { client, data } = useDesk()
  const route = useRoute()
  const connection = useLive(client, data, useSpokenMessages())
  useShortcuts()
  useFirstCustomer(route)
  const view = route.page !== "desk" ? route.page : route.customer === null ? "inbox" : route.panel
  return (
    <div className="desk" data-view={view}>
      <a className="skip" href="#conversation">
        {words.app.skip}
      </a>
      <Header />
      <ConnectionLine connection={connection} />
      <main>
        <h1 className="hidden">
          {words.app.name}: {words.app.title}
        </h1>
        {route.page === "desk" && <Conversations route={route} />}
        <Suspense>
          {route.page === "channels" && <ChannelsPage filter={route.channels} />}
          {route.page === "surveys" && <SurveysPage route={route} />}
        </Suspense>
      </main>
      <Overlays route={route} />
    </div>
  )
}
