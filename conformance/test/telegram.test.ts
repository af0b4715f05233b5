import { signedWebhook } from "@escucha/core/testing"
import { hookOf, judged } from "./judged.ts"

interface Grammy {
  readonly Bot: new (
    token: string,
    options: { readonly botInfo: object },
  ) => { readonly on: (update: string, hear: () => void) => void }
  readonly webhookCallback: (
    bot: object,
    adapter: "std/http",
    options: { readonly secretToken: string },
  ) => (request: Request) => Promise<Response>
}

const webhookSecret = "secret_of-the-webhook"

judged("telegram", "grammy", { webhookSecret }, ({ Bot, webhookCallback }: Grammy) => {
  const bot = new Bot("8001:AAtoken", { botInfo: { id: 8001, is_bot: true, first_name: "Shop", username: "shop_bot" } })
  bot.on("message", () => undefined)
  const hear = webhookCallback(bot, "std/http", { secretToken: webhookSecret })
  return {
    covers: ["x-telegram-bot-api-secret-token"],
    sign: (text) => signedWebhook.telegram({ webhookSecret, text, url: hookOf("telegram") }),
    accepts: async ({ url, method, headers, body }) => {
      const secret = headers["x-telegram-bot-api-secret-token"] ?? ""
      // a header cannot hold every sign: who sends such a one is refused before anybody looks at it
      if (!/^[\x20-\x7e]*$/.test(secret)) return false
      const sent = { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret }
      return (await hear(new Request(url, { method, headers: sent, body }))).status === 200
    },
  }
})
