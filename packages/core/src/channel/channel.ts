import type { StandardSchemaV1 } from "@standard-schema/spec"
import { ConfigurationError, type DeliveryError } from "../kernel/errors.ts"
import { validate } from "../kernel/standard-schema.ts"
import type { Capabilities } from "./capability.ts"
import type { Content, Feature } from "./content.ts"
import type { Inbound } from "./inbound.ts"
import type { Check } from "./signature.ts"

/** A message on its way out, already in the form that the channel carries. */
export interface Outgoing {
  /** Our id of the message: the same on every attempt, the idempotency key where the provider takes one. */
  readonly id: string
  /** Where it goes, in the channel's own scheme. */
  readonly address: string
  readonly content: Content
  /** The provider's id of the customer's last message there, for threads. */
  readonly inReplyTo?: string
  /** 1 for the first. */
  readonly attempt: number
  /** Written by a rule or a survey, not by a person: mail says so, that machines do not answer it (RFC 3834). */
  readonly automatic?: boolean
}

/** What came of one call. `provider` is the provider's id of the message, by which its receipts name it. */
export type Sent =
  | { readonly status: "sent" | "delivered"; readonly provider?: string }
  | { readonly status: "failed"; readonly error: DeliveryError }

/** A request to a provider, as data: the core sends it, with its own timeout and error classes. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body?: string
}

/** A provider's answer; header names are in lower case, the body is not parsed. */
export interface HttpResponse {
  readonly status: number
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: string
}

/** A webhook call, raw: header names in lower case, the body exactly as it came. */
export interface WebhookRequest {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: string
}

/**
 * What a webhook brought, or why it cannot be read. `answer` is what the provider wants to hear in the answer to its call, as JSON,
 * once everything is safe.
 */
export type Parsed =
  | { readonly inbound: readonly Inbound[]; readonly answer?: object }
  | { readonly problem: { readonly field: string; readonly remedy: string } }

/** A channel that talks HTTP: pure translations, the core does the calling and the checking. */
export interface HttpShape {
  readonly shape: "http"
  readonly request: (message: Outgoing) => HttpRequest
  readonly receipt: (response: HttpResponse) => Sent
  readonly inbound?: {
    /** What to check before the body is believed. */
    readonly verify: (request: WebhookRequest) => Check
    readonly parse: (request: WebhookRequest) => Parsed
  }
}

/** What an open connection gets from the core: the moment, and a way to hand over what came in (resolves after it is safe). */
export interface ConnectionHost {
  readonly now: () => number
  readonly receive: (inbound: readonly Inbound[]) => Promise<void>
}

/** An open connection. `send` never rejects: a failure is a value. */
export interface Connection {
  readonly send: (message: Outgoing, signal: AbortSignal) => Promise<Sent>
  readonly close: () => Promise<void>
}

/** A channel that keeps something open: a mail server, a socket, a page. */
export interface ConnectionShape {
  readonly shape: "connection"
  readonly open: (host: ConnectionHost) => Promise<Connection>
}

/** How a web chat lets browsers in; read by the `/client` routes. */
export interface WebAccess {
  /** Seals the sessions of visitors; at least 32 characters. */
  readonly secret: string
  /** Origins that may call; `same-origin` calls without an Origin header are always allowed. */
  readonly origins: readonly string[]
  /** Whether a browser without a session may open one as a new visitor. */
  readonly visitors: boolean
}

/** A channel as the application holds it: its configuration is inside and cannot be read from outside. */
export type Channel<Features extends Feature = Feature> = {
  readonly id: string
  readonly kind: ChannelKind
  /** The scheme of the addresses here: `email` makes `email:ana@example.com`. */
  readonly scheme: string
  readonly capabilities: Capabilities<Features>
  /** How its pages come in; a function, so that no secret lies open on the channel. */
  readonly web?: () => WebAccess
} & (HttpShape | ConnectionShape)

/** What people call this sort of channel. */
export type ChannelKind = "chat" | "email" | "sms" | "social" | "push" | "voice" | "sandbox"

type Out<Schema extends StandardSchemaV1> = StandardSchemaV1.InferOutput<Schema>

interface Described<Schema extends StandardSchemaV1, Features extends Feature> {
  readonly id: string
  readonly kind: ChannelKind
  readonly scheme: string
  /** The options that the channel takes; validated once, synchronously. */
  readonly config: Schema
  readonly capabilities: Capabilities<Features>
  readonly web?: (config: Out<Schema>) => WebAccess
}

interface DescribedHttp<Schema extends StandardSchemaV1, Features extends Feature> extends Described<Schema, Features> {
  readonly request: (message: Outgoing, config: Out<Schema>) => HttpRequest
  readonly receipt: (response: HttpResponse, config: Out<Schema>) => Sent
  readonly inbound?: {
    readonly verify: (request: WebhookRequest, config: Out<Schema>) => Check
    readonly parse: (request: WebhookRequest, config: Out<Schema>) => Parsed
  }
}

interface DescribedConnection<Schema extends StandardSchemaV1, Features extends Feature> extends Described<
  Schema,
  Features
> {
  readonly open: (host: ConnectionHost, config: Out<Schema>) => Promise<Connection>
}

const shapeOf = <Schema extends StandardSchemaV1, Features extends Feature>(
  described: DescribedHttp<Schema, Features> | DescribedConnection<Schema, Features>,
  config: Out<Schema>,
): HttpShape | ConnectionShape => {
  if ("open" in described) return { shape: "connection", open: (host) => described.open(host, config) }
  const { inbound } = described
  return {
    shape: "http",
    request: (message) => described.request(message, config),
    receipt: (response) => described.receipt(response, config),
    ...(inbound && {
      inbound: {
        verify: (request: WebhookRequest) => inbound.verify(request, config),
        parse: (request: WebhookRequest) => inbound.parse(request, config),
      },
    }),
  }
}

/**
 * Describes a channel once: data and pure functions. What comes back is a function of the options that gives the channel; it
 * throws `ConfigurationError`, which names the option, when one is missing or wrong.
 *
 * @example
 * export const telegram = defineChannel({ id: "telegram", kind: "chat", scheme: "telegram", config, capabilities,
 * request, receipt, inbound })
 */
export const defineChannel =
  <Schema extends StandardSchemaV1, const Features extends Feature>(
    described: DescribedHttp<Schema, Features> | DescribedConnection<Schema, Features>,
  ) =>
  (options: StandardSchemaV1.InferInput<Schema>): Channel<Features> => {
    const checked = validate(described.config, options)
    if ("problem" in checked)
      throw new ConfigurationError([described.id, ...checked.problem.path].join("."), checked.problem.message)
    const { id, kind, scheme, capabilities, web } = described
    return {
      id,
      kind,
      scheme,
      capabilities,
      ...(web && { web: () => web(checked.value) }),
      ...shapeOf(described, checked.value),
    }
  }
