import { lazy, type ReactNode, Suspense } from "react"
import type { ChatExtraProps } from "./chat-extra-shown.tsx"

// Most messages are words alone: what shows the rest is loaded when they are there.
const ChatExtraShown = lazy(() =>
  import("./chat-extra-shown.tsx").then((module) => ({ default: module.ChatExtraShown })),
)

/** What a chat has beside words, as soon as it is loaded; nothing until then. */
export const ChatExtra = (props: ChatExtraProps): ReactNode => (
  <Suspense>
    <ChatExtraShown {...props} />
  </Suspense>
)
