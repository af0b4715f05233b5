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
import type { PollTally } from "../../channel/public-poll.ts"
import { render } from "../../channel/render.ts"

/** Genuine webhooks of the account of `config`; those of what the channel declares are needed, the kit says which. */
export interface Webhooks {
  /** A message with text. */
  readonly valid: WebhookRequest
  /** A kind of message that the channel does not read: it is kept as `unsupported`. */
  readonly unknown?: WebhookRequest
  /** A receipt of a message that we sent; `receipts` says which. */
  readonly receipt?: WebhookRequest
  /** Receipts of one and the same message: needed for each that `capabilities.receipts` names. */
  readonly receipts?: { readonly [Status in "sent" | "delivered" | "read" | "failed"]?: WebhookRequest }
  /** What the provider tells us of a message that we sent ourselves: it brings no message in. */
  readonly echo?: WebhookRequest
  /** Several things at once, each with an id of its own. */
  readonly batch?: WebhookRequest
  /** Several things at once, of which one cannot be read: the others come in. */
  readonly partlyBad?: WebhookRequest
  /** The network says that somebody wants no messages any more: needed where `capabilities.optOut` is `network`. */
  readonly wish?: WebhookRequest
  readonly reaction?: WebhookRequest
  /** New words for an old message. */
  readonly edit?: WebhookRequest
  /** A message with a file: needed where `extras.media` is declared. */
  readonly attachment?: WebhookRequest
  /** `valid` without its signature, where that is not in a header. */
  readonly unsigned?: WebhookRequest
  /** Why the signature does not cover the body, where the provider's does not: `the secret is a password in the address`. */
  readonly bodyIsUnsigned?: string
  /** Something said where everybody can read it. */
  readonly public?: WebhookRequest
  /** A call that was missed, or a voicemail. */
  readonly call?: WebhookRequest
  /** A call that asks whether we are there, and what its answer has to hold: needed where `inbound.challenge` is declared. */
  readonly challenge?: { readonly request: WebhookRequest; readonly answer: string }
  /** Signed as ours are, but about another account of the provider: needed where `account` is declared. */
  readonly foreign?: WebhookRequest
  /** When the webhooks were signed, in milliseconds: needed where the provider signs the time. */
  readonly signedAt?: number
  /** What the provider answers to a call that fetches what a webhook only announced. */
  readonly asked?: (request: HttpRequest) => HttpResponse
  /** Where the core fetches the public key of a check: what lies there. */
  readonly published?: (url: string) => string | undefined
}

/** A refusal because of too many calls, in the provider's own words, and the milliseconds that it asks us to wait. */
export interface Limited {
  readonly response: HttpResponse
  readonly retryAfter?: number
}

/** Recorded answers of the provider; those of what the channel declares are needed, the kit says which. */
export interface Responses {
  readonly accepted: HttpResponse
  /** A refusal under the status of a success, where the provider does such a thing. */
  readonly refusedAs200?: HttpResponse
  /** Every way in which the provider says that there were too many calls. */
  readonly limited?: Limited | readonly Limited[]
  /** The refusal of free words after the reply window: needed where `capabilities.replyWindow` is declared. */
  readonly windowClosed?: HttpResponse
  /** The refusal because this person stopped our messages at the provider. */
  readonly optedOut?: HttpResponse
  /** The answer to a message that the provider has already, by its key: a success. */
  readonly alreadyAccepted?: HttpResponse
  /** Tokens of the hour: an answer that gives one, and one that refuses. Needed where `access` is declared. */
  readonly access?: { readonly granted: HttpResponse; readonly refused: HttpResponse }
  /**
   * What the provider says when it is asked for a message of which nobody knows whether it left: needed where `extras.find` is declared.
   */
  readonly found?: { readonly there: HttpResponse; readonly absent: HttpResponse }
  /**
   * What `poll` gets: something that somebody wrote, nothing new, what we wrote ourselves, a message with a file. Needed where `poll` is
   * declared; the last one, where `extras.media` is, too, and no webhook brings files.
   */
  readonly polled?: {
    readonly message: HttpResponse
    readonly nothing: HttpResponse
    readonly echo?: HttpResponse
    readonly attachment?: HttpResponse
  }
  /** A poll that was published, and how it stands at its end: needed where `extras.polls` is declared. */
  readonly publicPoll?: {
    readonly published: HttpResponse
    readonly tally: HttpResponse
    /** What the tally says. */
    readonly stands: PollTally
  }
}

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
  /** The provider gives an id of its own to every call, that of a repeated message too. */
  readonly freshIds?: boolean
  /** An address that this channel takes. */
  readonly address: string
  /** The file in which the adapter is written, such as `new URL("../src/acme.ts", import.meta.url)`: the kit follows what it imports. */
  readonly source?: URL
  /** Genuine webhooks of the account of `config`. */
  readonly webhooks?: Webhooks
  /** Recorded answers of the provider. */
  readonly responses?: Responses
  /** What a request says in the clear, where the channel writes it in another form (MIME, base64); nothing else is looked at then. */
  readonly readable?: (request: HttpRequest) => string
  /** Options with two secrets of one kind at once, an old and a new one, where the channel takes such: the webhooks hold by either. */
  readonly rotated?: Options
  /** What is wrong with a request, by the provider's own description of its interface; `undefined`: nothing. */
  readonly schema?: (request: HttpRequest) => string | undefined
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
  secrets.flatMap((name) => [config[name]].flat().map(String))
