import type { ChatExtraProps } from "./chat-extra-shown.tsx"
import { later } from "./later.ts"

/** What a chat has beside words, as soon as it is loaded; nothing until then. Most messages are words alone. */
export const ChatExtra = /* @__PURE__ */ later<ChatExtraProps>(() =>
  import("./chat-extra-shown.tsx").then((module) => module.ChatExtraShown),
)
