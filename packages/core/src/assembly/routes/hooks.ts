import type { Answer, WebhookRequest } from "../../channel/channel.ts"
import { verifyCheck } from "../../channel/signature.ts"
import { InputError } from "../../kernel/errors.ts"
import type { WebRequest } from "../../runtime/web/request.ts"
import { mustBeShallow, readText } from "../../runtime/web/json.ts"
import { json, type Route } from "../../runtime/web/router.ts"
import type { Loop } from "../loop.ts"

const webhookOf = ({ method, url, headers, body }: WebRequest): WebhookRequest => ({
  method,
  url,
  headers,
  body: readText(body),
})

const said = ({ status = 200, type = "application/json; charset=utf-8", body }: Answer = { body: '{"ok":true}' }) => {
  const whole = json(status, null)
  return { ...whole, headers: { ...whole.headers, "content-type": type }, body }
}

// The same words whatever was wrong: a forger learns nothing.
const forged = new InputError("unauthorized", "signature", "this call was not signed by the provider of this channel")

/** `POST /hooks/:channel`: checked on the raw bytes first, parsed then, answered when everything in it is committed. */
export const hookRoutes = (loop: Loop): readonly Route[] => [
  {
    method: "POST",
    path: "/hooks/:channel",
    answer: async ({ request, parameters: { channel: name = "" } }) => {
      const channel = Object.hasOwn(loop.setting.channels, name) ? loop.setting.channels[name] : undefined
      if (channel?.shape !== "http" || !channel.inbound)
        throw new InputError("unknown", "channel", "no channel of this name takes webhooks")
      const webhook = webhookOf(request)
      const checked = verifyCheck(channel.inbound.verify(webhook), loop.clock.now())
      if (!(typeof checked === "boolean" ? checked : await checked)) throw forged
      if (/\bjson\b/i.test(request.headers["content-type"] ?? "")) mustBeShallow(request.body)
      const parsed = channel.inbound.parse(webhook)
      if ("foreign" in parsed) throw forged
      if ("problem" in parsed) throw new InputError("invalid", parsed.problem.field, parsed.problem.remedy)
      await loop.receive(name, parsed.inbound)
      return said(parsed.answer)
    },
  },
]
