// A channel that reaches nobody: for development, demonstrations and tests. There is no provider behind it.
import { defineChannel, DeliveryError, longestText, type Channel, type Outgoing } from "@escucha/core"
import * as z from "zod"

const config = z.strictObject({
  /** The scheme of the addresses that it stands in for: `email`, `telegram`. */
  scheme: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, "must be a short word in lower case, such as email")
    .optional(),
})

const everything = {
  subject: "full",
  choices: "full",
  links: "full",
  image: "full",
  audio: "full",
  voice: "full",
  video: "full",
  file: "full",
  place: "full",
  contact: "full",
  cards: "full",
  template: "full",
} as const

/** How many messages a sandbox remembers; older ones are forgotten. */
export const sandboxMemory = 10_000

/** What a sandbox has beside a channel: a look at what would have left. */
export interface Sandbox {
  /** What would have left, oldest first: one per message id, the last 10,000. */
  readonly sent: readonly Outgoing[]
  /** Forgets what would have left. */
  readonly clear: () => void
}

/**
 * A channel that sends nothing and remembers what it would have sent.
 *
 * @example
 * const mail = sandbox({ scheme: "email" })
 * mail.sent.at(-1)?.content.text
 */
export const sandbox = (options: z.input<typeof config> = {}): Channel & Sandbox => {
  const messages = new Map<string, Outgoing>()
  const remember = (message: Outgoing) => {
    messages.set(message.id, message)
    for (const oldest of messages.keys()) {
      if (messages.size <= sandboxMemory) break
      messages.delete(oldest)
    }
  }
  const channel = defineChannel({
    id: "sandbox",
    kind: "sandbox",
    scheme: options.scheme ?? "sandbox",
    config,
    capabilities: {
      parts: everything,
      text: { max: longestText, unit: "bytes", format: "markdown" },
      inbound: false,
      receipts: [],
      idempotency: { kind: "key", window: 86_400_000 },
    },
    open: async () => {
      let isOpen = true
      return {
        send: async (message, signal) => {
          if (!isOpen || signal.aborted) {
            return {
              status: "failed",
              error: new DeliveryError("sandbox", "unavailable", { retryable: true, sent: "no" }),
            }
          }
          remember(message)
          return { status: "sent", provider: message.id }
        },
        close: async () => {
          isOpen = false
        },
      }
    },
  })(options)
  return {
    ...channel,
    get sent() {
      return [...messages.values()]
    },
    clear: () => messages.clear(),
  }
}
