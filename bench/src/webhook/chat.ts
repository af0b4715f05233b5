// https://chat-sdk.dev/docs: one library over several networks. Its adapter of Slack asks Slack who wrote, so a sink stands for Slack.
import type { Adapter } from "chat"
import { openSink } from "../send/open-sink.ts"
import { type Normalised, refused } from "./case.ts"

/** How the same message is told again and again without being a repetition, which this library would drop. */
export interface ChatStory {
  readonly secret: string
  readonly seconds: string
  readonly bodyOf: (sign: string) => string
  readonly sign: (body: string) => string
}

/** The webhook of the library with one listener. The signing of each message is in what is measured: about one part in a hundred. */
export const createChat = async ({
  secret,
  seconds,
  bodyOf,
  sign,
}: ChatStory): Promise<{ readonly hear: () => Promise<Normalised>; readonly close: () => Promise<void> }> => {
  const { Chat } = await import("chat")
  const { createSlackAdapter } = await import("@chat-adapter/slack")
  const { createMemoryState } = await import("@chat-adapter/state-memory")
  const sink = await openSink()
  const slack = createSlackAdapter({
    signingSecret: secret,
    botToken: "xoxb-bench",
    botUserId: "UB",
    apiUrl: `${sink.baseUrl}/api/`,
  })
  // its types say otherwise only where an optional field may be undefined
  const bot = new Chat({
    userName: "bench",
    adapters: { slack: slack as Adapter },
    state: createMemoryState(),
    logger: "silent",
  })
  const answer = bot.webhooks["slack"]
  let heard: Omit<Normalised, "id"> | undefined
  bot.onDirectMessage(async (_, { author, text }) => {
    heard = { address: author.userId, text }
  })
  if (!answer) throw refused("chat")
  let told = 0
  const hear = async (): Promise<Normalised> => {
    const body = bodyOf(String(++told).padStart(6, "0"))
    const begun: Promise<unknown>[] = []
    const request = new Request("http://localhost/hooks/slack", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-slack-request-timestamp": seconds,
        "x-slack-signature": sign(body),
      },
      body,
    })
    const { status } = await answer(request, { waitUntil: (task) => void begun.push(task) })
    await Promise.all(begun)
    if (status !== 200 || !heard) throw refused("chat")
    return { id: "Ev1", ...heard }
  }
  return { hear, close: sink.close }
}
