import type { Channel, WebhookRequest } from "@escucha/core"
import { verifyCheck } from "../../../packages/core/src/channel/signature.ts" // what the route of the core calls; no door has it alone
import { mustBeShallow } from "../../../packages/core/src/runtime/web/json.ts" // and what it looks at before it parses
import { type Normalised, refused } from "./case.ts"

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** What the route `/hooks/:channel` does with a webhook: the question whether we are there first, then the check, then the reading. */
export const throughChannel = (channel: Channel, webhook: WebhookRequest): (() => Normalised) => {
  const inbound = channel.shape === "http" ? channel.inbound : undefined
  return () => {
    const isQuestion = inbound?.challenge?.(webhook) !== undefined
    if (!inbound || isQuestion || verifyCheck(inbound.verify(webhook), Date.now()) !== true) throw refused("ours")
    const parsed = inbound.parse(webhook)
    const [first] = "inbound" in parsed ? parsed.inbound : []
    if (first?.type !== "message") throw refused("ours")
    return { id: first.id, address: first.address, text: first.text }
  }
}

/** The same from the bytes that came: decoded as UTF-8 or refused, and JSON looked through for how deep it is nested. */
export const throughGuards = (channel: Channel, webhook: WebhookRequest): (() => Normalised) => {
  const bytes = Buffer.from(webhook.body)
  const isJson = webhook.headers["content-type"] === "application/json"
  const arriving = { ...webhook, bytes }
  const read = throughChannel(channel, arriving)
  return () => {
    arriving.body = strict.decode(bytes)
    if (isJson) mustBeShallow(bytes)
    return read()
  }
}
