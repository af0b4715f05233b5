import * as z from "zod"
import type { DescribedCapabilities, PartRules } from "../../packages/core/src/channel/capability.ts"
import { type Access, defineChannel, type Extras, type HttpRequest } from "../../packages/core/src/channel/channel.ts"
import { failureOf } from "../../packages/core/src/channel/failure.ts"
import { DeliveryError } from "../../packages/core/src/kernel/errors.ts"
import type { Called, Transport } from "../../packages/core/src/runtime/transport.ts"

/** What is special about a channel of a test. */
export interface WiredOptions extends Partial<DescribedCapabilities<PartRules>> {
  readonly id?: string
  readonly scheme?: string
  readonly account?: string
  readonly access?: Access
  readonly extras?: Extras
  readonly reaches?: { readonly scheme: string; readonly address: (value: string) => string | undefined }
}

/** A channel over HTTP: its messages are JSON, 200 with an id is a success. */
export const wired = ({
  id = "wired",
  scheme = "tel",
  account,
  access,
  extras = {},
  reaches,
  ...capabilities
}: WiredOptions = {}) =>
  defineChannel({
    id,
    kind: "chat",
    scheme,
    config: z.strictObject({}),
    ...(account !== undefined && { account: () => account }),
    ...(reaches && { reaches }),
    capabilities: {
      parts: {},
      text: { max: 4096 },
      inbound: true,
      receipts: ["delivered", "read"],
      idempotency: { kind: "key", window: 86_400_000 },
      ...capabilities,
    },
    ...(access && { access: () => access }),
    extras: () => extras,
    request: (message, _config, { access: token }) => ({
      method: "POST",
      url: `https://${id}.example/messages`,
      headers: token === "" ? {} : { authorization: `Bearer ${token}` },
      body: JSON.stringify(message),
    }),
    receipt: (response) =>
      response.status === 200
        ? { status: "sent", provider: response.body }
        : { status: "failed", error: failureOf(id, response) },
  })({})

/** A call that was made: when, by which channel, and what it carried. */
export interface WireCall {
  readonly at: number
  readonly channel: string
  readonly request: HttpRequest
  readonly message: { readonly id?: string; readonly address?: string; readonly content?: { readonly text?: string } }
}

/** What a provider answers to a call; a success, where it is left out. */
export type Answering = (
  call: WireCall,
  count: number,
) => Partial<{ status: number; body: string; headers: object }> | "lost"

/** A wire on which a test listens. */
export const aWire = (now: () => number, answer: Answering = () => ({})) => {
  const calls: WireCall[] = []
  const transport: Transport = async (channel, request): Promise<Called> => {
    const parsed: unknown = typeof request.body === "string" ? JSON.parse(request.body) : {}
    // what `wired` wrote
    const call: WireCall = { at: now(), channel, request, message: parsed as WireCall["message"] }
    calls.push(call)
    const said = answer(call, calls.length)
    if (said === "lost") return { error: new DeliveryError(channel, "timeout", { retryable: true, sent: "unknown" }) }
    const { status = 200, body = `p-${call.message.id}`, headers = {} } = said
    return { response: { status, body, headers: { ...headers } } }
  }
  return {
    transport,
    calls,
    /** The channel and the text of each call. */
    said: () => calls.map(({ channel, message }) => `${channel}: ${message.content?.text ?? ""}`),
  }
}
