import type { Capabilities } from "../../channel/capability.ts"
import type {
  CallContext,
  Channel,
  HttpRequest,
  HttpResponse,
  Outgoing,
  Payload,
  WebhookRequest,
} from "../../channel/channel.ts"
import type { Content } from "../../channel/content.ts"
import { render } from "../../channel/render.ts"

/** What the kit has to know of a channel. */
export interface ChannelSubject<Options extends object> {
  /** What `defineChannel` gave. */
  readonly make: (options: Options) => Channel
  /** Options that work; for a connection they lead to something that answers. */
  readonly config: Options
  /** Options of another account of the same provider, every secret different. */
  readonly otherConfig: Options
  /** The names of the options that are secret. */
  readonly secrets: readonly (keyof Options & string)[]
  /** Options that must be refused, and the option that the refusal names. */
  readonly wrong?: readonly { readonly option: string; readonly config: unknown }[]
  /** Where the provider takes a secret in the body of a request alone. Anywhere else a secret in a body is a leak. */
  readonly secretInBody?: boolean
  /** An address that this channel takes. */
  readonly address: string
  /** Genuine webhooks of the account of `config`. */
  readonly webhooks?: {
    /** A message with text. */
    readonly valid: WebhookRequest
    /** A kind of message that the channel does not read: it is kept as `unsupported`. */
    readonly unknown?: WebhookRequest
    /** A receipt of a message that we sent: needed where `capabilities.receipts` names any. */
    readonly receipt?: WebhookRequest
    /** When the webhooks were signed, in milliseconds: needed where the provider signs the time. */
    readonly signedAt?: number
  }
  /** Recorded answers of the provider. */
  readonly responses?: {
    readonly accepted: HttpResponse
    /** A refusal under the status of a success, where the provider does such a thing. */
    readonly refusedAs200?: HttpResponse
    /** A refusal because of too many calls, in the provider's own words, and the milliseconds that it asks us to wait. */
    readonly limited?: { readonly response: HttpResponse; readonly retryAfter?: number }
  }
}

/** A message as the outbox hands it to a channel. */
export const outgoing = (
  address: string,
  content: Outgoing["content"] = { text: "¿Ha llegado tu pedido? 👋" },
  id = "m_0123456789abcdef",
): Outgoing => ({ id, address, content, attempt: 1 })

/** A moment and a token of the hour, the same at every call: a request depends on nothing else. */
export const callContext: CallContext = { now: Date.UTC(2026, 0, 1), access: "access-of-the-hour" }

/** What goes out first of a message on a channel. */
export const firstPayload = (content: Content, capabilities: Capabilities): Payload => {
  const rendered = render(content, capabilities)
  return ("payloads" in rendered ? rendered.payloads[0] : undefined) ?? { text: "" }
}

const decoder = new TextDecoder()
const inText = (value: string | Uint8Array): string => (typeof value === "string" ? value : decoder.decode(value))

/** The body of a request as text, a form part by part. */
export const bodyOf = ({ body = "", form = [] }: HttpRequest): string =>
  [inText(body), ...form.flatMap(({ name, value, filename = "" }) => [name, inText(value), filename])].join("\n")

/** The values of the secret options, as text. */
export const secretsOf = <Options extends object>({ config, secrets }: ChannelSubject<Options>): readonly string[] =>
  secrets.map((name) => String(config[name]))
