import { freePort, loopback } from "./free-port.ts"
import { installed } from "./installed.ts"
import type { Server } from "./server.ts"

/** Telegram's bot interface with the people behind it. It knows texts, edits, buttons and polling; no media, no reactions. */
export interface Telegram extends Server {
  readonly url: string
  /** A person writes to a bot. */
  readonly write: (botToken: string, chat: number, text: string) => Promise<void>
  /** What a bot wrote to a chat, the oldest first. */
  readonly wrote: (botToken: string, chat: number) => readonly string[]
}

interface TelegramServer {
  readonly start: () => Promise<void>
  readonly stop: () => Promise<unknown>
  readonly storage: {
    readonly botMessages: readonly {
      readonly botToken: string
      readonly message: { readonly chat_id: number | string; readonly text: string }
    }[]
  }
}
type Library = new (options: { readonly port: number; readonly host: string }) => TelegramServer

const started = async (
  found: unknown,
  tries = 3,
): Promise<{ readonly server: TelegramServer; readonly port: number }> => {
  const port = await freePort()
  const server = new (found as Library)({ port, host: loopback }) // what telegram-test-api 4 exports
  try {
    await server.start()
    return { server, port }
  } catch (failure) {
    if (tries <= 1) throw failure // somebody took the port three times in a row
    return started(found, tries - 1)
  }
}

/** Starts npm's telegram-test-api in this process, or gives undefined where it is not installed. */
export const startTelegram = async (): Promise<Telegram | undefined> => {
  const found = installed("telegram-test-api")
  if (found === undefined) return undefined
  const { server, port } = await started(found)
  const url = `http://${loopback}:${port}`
  return {
    host: loopback,
    port,
    url,
    write: async (botToken, chat, text) => {
      const person = { id: chat, first_name: "Ana", username: "ana" }
      const message = {
        botToken,
        date: Math.floor(Date.now() / 1000),
        from: { ...person, is_bot: false },
        chat: { ...person, type: "private" },
        text,
      }
      const headers = { "content-type": "application/json" }
      const answer = await fetch(`${url}/sendMessage`, { method: "POST", headers, body: JSON.stringify(message) })
      if (!answer.ok) throw new Error(`telegram-test-api: ${answer.status} ${await answer.text()}`)
    },
    wrote: (botToken, chat) =>
      server.storage.botMessages
        .filter((each) => each.botToken === botToken && String(each.message.chat_id) === String(chat))
        .map(({ message }) => message.text),
    stop: async () => void (await server.stop()),
  }
}
