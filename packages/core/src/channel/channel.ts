import type { StandardSchemaV1 } from "@standard-schema/spec"
import { ConfigurationError, DeliveryError } from "../kernel/errors.ts"
import { type Identifier, identifier, partsOf } from "../kernel/ids.ts"
import { validate } from "../kernel/standard-schema.ts"
import type { Access } from "./access.ts"
import type { CallContext } from "./call-context.ts"
import {
  type Capabilities,
  capabilitiesOf,
  type Carried,
  type DescribedCapabilities,
  type Format,
  type PartRules,
  sourceCapabilities,
} from "./capability.ts"
import type { Content, Feature } from "./content.ts"
import type { HttpRequest, HttpResponse, WebhookRequest } from "./http.ts"
import type { Inbound, PublicPlace } from "./inbound.ts"
import type { MediaBytes } from "./media.ts"
import type { PublicPolls } from "./public-poll.ts"
import type { Check } from "./signature.ts"

export type { CallContext } from "./call-context.ts"
export type { Access, Assertion, FetchedAccess, SignedAccess } from "./access.ts"
export type { FormPart, HttpRequest, HttpResponse, WebhookRequest } from "./http.ts"

/** A message on its way out: one call's worth, already in the form that the channel carries. */
export interface Outgoing {
  /** Our id of the message: the same on every attempt, the idempotency key where the provider takes one. */
  readonly id: string
  /** Where it goes, in the channel's own scheme. */
  readonly address: string
  readonly content: Payload
  /** The provider's id of the customer's last message there, for threads. */
  readonly inReplyTo?: string
  /** 1 for the first. */
  readonly attempt: number
  /** Written by a rule or a survey, not by a person: mail says so, that machines do not answer it (RFC 3834). */
  readonly automatic?: boolean
  /** Where this person unsubscribes with one click (RFC 8058), for what we start. */
  readonly unsubscribe?: string
  /** Said where everybody can read it, under what `inReplyTo` names; to the person alone, where it is left out. */
  readonly public?: PublicPlace
  /** It answers something public in private: `inReplyTo` names the comment, and there may be no conversation yet. */
  readonly toPrivate?: boolean
  /** The files of those parts that the channel takes as bytes, by their url. */
  readonly files?: { readonly [url: string]: MediaBytes }
}

/**
 * What one call carries: the parts that the channel carries, with the text in the channel's own format. `format` is there where the
 * text holds markup of that format.
 */
export type Payload = Omit<Content, "format"> & { readonly format?: Format }

/** What came of one call. `provider` is the provider's id of the message, by which its receipts name it. */
export type Sent =
  | { readonly status: "sent" | "delivered"; readonly provider?: string }
  | { readonly status: "failed"; readonly error: DeliveryError }

/** What is said back in the answer to a webhook. */
export interface Answer {
  /** 200 unless told. */
  readonly status?: number
  /** The content type; `application/json` unless told. */
  readonly type?: string
  readonly body: string
}

/** What a webhook brought, or why it cannot be read. Nothing is answered before everything is safe. */
export type Parsed =
  | {
      readonly inbound: readonly Inbound[]
      /** What the provider wants to hear. */
      readonly answer?: Answer
      /** Calls that the provider wants made: a confirmation of a subscription. They are made after the commit, once. */
      readonly calls?: readonly HttpRequest[]
      /** Files that came in the call itself, by the url of their attachment; the core keeps them and puts `media:ID` in its place. */
      readonly files?: { readonly [url: string]: MediaBytes }
      /** What the call only announced and has to be fetched. */
      readonly asks?: readonly Ask[]
    }
  | { readonly problem: { readonly field: string; readonly remedy: string } }
  /** Genuine, but of another account than the one that this channel is for: refused as a forgery is. */
  | { readonly foreign: true }

/**
 * A call whose answer brings what a webhook only announced. It is made before anything is answered: where it fails, the webhook does, and
 * the provider comes again.
 */
export interface Ask {
  readonly request: HttpRequest
  readonly read: (
    response: HttpResponse,
  ) => { readonly inbound: readonly Inbound[] } | { readonly error: DeliveryError }
}

/** A message that is out there, as an extra names it. */
export interface Target {
  readonly address: string
  /** The provider's id of the message. */
  readonly provider: string
}

/**
 * What a network has beside messages. Each is a request whose success has nothing to read; a channel has what it declares by having it.
 */
export interface Extras {
  readonly typing?: (
    target: { readonly address: string; readonly provider?: string },
    context: CallContext,
  ) => HttpRequest
  readonly markRead?: (target: Target, context: CallContext) => HttpRequest
  /** `emoji` null takes the reaction back. */
  readonly react?: (target: Target, emoji: string | null, context: CallContext) => HttpRequest
  readonly edit?: (target: Target, content: Payload, context: CallContext) => HttpRequest
  readonly remove?: (target: Target, context: CallContext) => HttpRequest
  /** Why the network did not do it, where it says so under the status of a success. */
  readonly refusal?: (response: HttpResponse) => DeliveryError | undefined
  /** Turns `provider:REFERENCE` of an attachment into an address. */
  readonly media?: {
    /** Hosts from which files may come, `*.example.com` with all below it; credentials go to these alone. */
    readonly hosts: readonly string[]
    /** Asks the provider where the file lies; `undefined` where the reference itself says so. */
    readonly locate: (reference: string, context: CallContext) => HttpRequest | undefined
    /** The request that brings the bytes. */
    readonly download: (
      reference: string,
      located: HttpResponse | undefined,
      context: CallContext,
    ) => HttpRequest | undefined
  }
  /** Polls that everybody sees, counted by the network. */
  readonly polls?: PublicPolls
  /** Whether the provider has a message of ours of which nobody knows whether it left (`idempotency: "reconcile"`). */
  readonly find?: {
    readonly request: (
      message: { readonly id: string; readonly address: string; readonly since: number },
      context: CallContext,
    ) => HttpRequest
    /** `undefined`: it does not have it. */
    readonly read: (response: HttpResponse, message: { readonly id: string }) => Sent | undefined
  }
}

/** How webhooks are believed and read. */
export interface InboundShape {
  /** What to check before the body is believed. */
  readonly verify: (request: WebhookRequest) => Check
  readonly parse: (request: WebhookRequest) => Parsed
  /**
   * A call that asks whether we are there, and brings nothing: answered where the check holds. GET calls are never anything else.
   */
  readonly challenge?: (request: WebhookRequest) => { readonly check: Check; readonly answer: Answer } | undefined
}

/** A channel that talks HTTP: pure translations, the core does the calling and the checking. */
export interface HttpShape {
  readonly shape: "http"
  readonly request: (message: Outgoing, context: CallContext) => HttpRequest
  readonly receipt: (response: HttpResponse) => Sent
  readonly access?: Access
  readonly extras: Extras
  readonly inbound?: InboundShape
  /**
   * Asks for what came, where the network sends no webhooks. `cursor` is what the last answer gave; none at first, and after a restart:
   * what came before is known by its ids, and taken in once.
   */
  readonly poll?: {
    /** Milliseconds between two calls. */
    readonly every: number
    readonly request: (cursor: string | undefined, context: CallContext) => HttpRequest
    readonly read: (response: HttpResponse) => Polled
  }
}

/** What a call that asks for what came has brought, or why it brought nothing. */
export type Polled =
  | {
      readonly inbound: readonly Inbound[]
      readonly cursor?: string
      /** Calls that follow from it, such as one that takes an invitation; made once everything is safe. */
      readonly calls?: readonly HttpRequest[]
    }
  | { readonly error: DeliveryError }

/** What an open connection gets from the core: the moment, and a way to hand over what came in (resolves after it is safe). */
export interface ConnectionHost {
  readonly now: () => number
  /** `files`: those that came along, by the url of their attachment; the core keeps them and puts `media:ID` in its place. */
  readonly receive: (inbound: readonly Inbound[], files?: { readonly [url: string]: MediaBytes }) => Promise<void>
  /** Told of what went wrong while nobody waited for it: a line that broke. The connection goes on trying. */
  readonly report: (failure: unknown) => void
  /** Makes one call by the transport of the house, with its time limits and its classes of errors. It never rejects. */
  readonly call: (
    request: HttpRequest,
    signal: AbortSignal,
  ) => Promise<{ readonly response: HttpResponse } | { readonly error: DeliveryError }>
  /**
   * Does something in one process of the application at a time: for what all of them share, such as a mailbox. `held` fires when it is
   * another's, or when `ending` fires. Resolves when the work has ended by itself, or `ending` has fired. Left out where nobody shares.
   */
  readonly alone?: (work: (held: AbortSignal) => Promise<void>, ending: AbortSignal) => Promise<void>
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
  /**
   * The account to which addresses belong, where the network gives the same person another address at each: it becomes part of the
   * identifier (`messenger:PAGE/PERSON`), so that an answer never leaves by another account. No secret.
   */
  readonly account?: string
  /** Who has an identifier of this scheme can be reached here, too: gives the address, or `undefined` where it makes none. */
  readonly reaches?: { readonly scheme: string; readonly address: (value: string) => string | undefined }
  readonly capabilities: Capabilities<Features>
  /** How its pages come in; a function, so that no secret lies open on the channel. */
  readonly web?: () => WebAccess
} & (HttpShape | ConnectionShape)

/** What people call this sort of channel. */
export type ChannelKind = "chat" | "email" | "sms" | "social" | "push" | "voice" | "signal" | "sandbox"

type Out<Schema extends StandardSchemaV1> = StandardSchemaV1.InferOutput<Schema>

interface Described<Schema extends StandardSchemaV1, Rules extends PartRules> {
  readonly id: string
  readonly kind: ChannelKind
  readonly scheme: string
  /** The options that the channel takes; validated once, synchronously. */
  readonly config: Schema
  readonly capabilities: DescribedCapabilities<Rules>
  readonly account?: (config: Out<Schema>) => string
  readonly reaches?: Channel["reaches"]
  readonly web?: (config: Out<Schema>) => WebAccess
}

interface DescribedHttp<Schema extends StandardSchemaV1, Rules extends PartRules> extends Described<Schema, Rules> {
  readonly request: (message: Outgoing, config: Out<Schema>, context: CallContext) => HttpRequest
  readonly receipt: (response: HttpResponse, config: Out<Schema>) => Sent
  /** `undefined` where this configuration needs none. */
  readonly access?: (config: Out<Schema>) => Access | undefined
  /** What the network has beside messages, for this configuration. */
  readonly extras?: (config: Out<Schema>) => Extras
  readonly inbound?: {
    readonly verify: (request: WebhookRequest, config: Out<Schema>) => Check
    readonly parse: (request: WebhookRequest, config: Out<Schema>) => Parsed
    readonly challenge?: (
      request: WebhookRequest,
      config: Out<Schema>,
    ) => { readonly check: Check; readonly answer: Answer } | undefined
  }
  readonly poll?: (config: Out<Schema>) => HttpShape["poll"]
}

interface DescribedConnection<Schema extends StandardSchemaV1, Rules extends PartRules> extends Described<
  Schema,
  Rules
> {
  readonly open: (host: ConnectionHost, config: Out<Schema>) => Promise<Connection>
}

/** A source: it brings in by webhooks, and nothing leaves by it. */
interface DescribedSource<Schema extends StandardSchemaV1> extends Omit<Described<Schema, never>, "capabilities"> {
  readonly capabilities: Pick<Capabilities, "inbound">
  readonly request?: never
  readonly inbound: NonNullable<DescribedHttp<Schema, never>["inbound"]>
}

const inboundOf = <Config>(
  { verify, parse, challenge }: NonNullable<DescribedHttp<StandardSchemaV1<unknown, Config>, PartRules>["inbound"]>,
  config: Config,
): InboundShape => ({
  verify: (request) => verify(request, config),
  parse: (request) => parse(request, config),
  ...(challenge && { challenge: (request: WebhookRequest) => challenge(request, config) }),
})

/** A source is never asked to send. Were it, nothing would leave: a request to nowhere is refused before any call. */
const sourceOf = <Schema extends StandardSchemaV1>(
  { id, inbound }: DescribedSource<Schema>,
  config: Out<Schema>,
): HttpShape => ({
  shape: "http",
  request: () => ({ method: "POST", url: "", headers: {} }),
  receipt: () => ({ status: "failed", error: new DeliveryError(id, "rejected", { retryable: false, sent: "no" }) }),
  extras: {},
  inbound: inboundOf(inbound, config),
})

type AnyDescribed<Schema extends StandardSchemaV1, Rules extends PartRules> =
  DescribedHttp<Schema, Rules> | DescribedConnection<Schema, Rules> | DescribedSource<Schema>

const isSource = <Schema extends StandardSchemaV1, Rules extends PartRules>(
  described: AnyDescribed<Schema, Rules>,
): described is DescribedSource<Schema> => !("open" in described) && described.request === undefined

const shapeOf = <Schema extends StandardSchemaV1, Rules extends PartRules>(
  described: AnyDescribed<Schema, Rules>,
  config: Out<Schema>,
): HttpShape | ConnectionShape => {
  if (isSource(described)) return sourceOf(described, config)
  if ("open" in described) return { shape: "connection", open: (host) => described.open(host, config) }
  const { inbound } = described
  const access = described.access?.(config)
  const poll = described.poll?.(config)
  return {
    shape: "http",
    request: (message, context) => described.request(message, config, context),
    receipt: (response) => described.receipt(response, config),
    extras: described.extras?.(config) ?? {},
    ...(access && { access }),
    ...(poll && { poll }),
    ...(inbound && { inbound: inboundOf(inbound, config) }),
  }
}

/** What most often goes wrong is a variable of the environment that is not there; a schema says so in words for programmers. */
const remedyIn = (message: string): string =>
  message.replace(/^Invalid input: expected (\w+), received undefined$/, "give it; nothing was given (expected: $1)")

/**
 * Describes a channel once: data and pure functions. What comes back is a function of the options that gives the channel; it
 * throws `ConfigurationError`, which names the option, when one is missing or wrong. One without `request` is a source: it brings in,
 * and nothing leaves by it.
 *
 * @example
 * export const telegram = defineChannel({ id: "telegram", kind: "chat", scheme: "telegram", config, capabilities,
 * request, receipt, inbound })
 */
export const defineChannel =
  <Schema extends StandardSchemaV1, const Rules extends PartRules>(described: AnyDescribed<Schema, Rules>) =>
  (options: StandardSchemaV1.InferInput<Schema>): Channel<Carried<Rules>> => {
    const checked = validate(described.config, options)
    if ("problem" in checked)
      throw new ConfigurationError([described.id, ...checked.problem.path].join("."), remedyIn(checked.problem.message))
    const { id, kind, scheme, account, reaches, web } = described
    return {
      id,
      kind,
      scheme,
      capabilities: isSource(described)
        ? sourceCapabilities(described.capabilities)
        : capabilitiesOf(described.capabilities),
      ...(account && { account: account(checked.value) }),
      ...(reaches && { reaches }),
      ...(web && { web: () => web(checked.value) }),
      ...shapeOf(described, checked.value),
    }
  }

/** The identifier of an address at a channel: `telegram:42`, or `messenger:PAGE/42` where addresses belong to an account. */
export const identifierAt = ({ scheme, account }: Pick<Channel, "scheme" | "account">, address: string): Identifier =>
  identifier(scheme, account === undefined ? address : `${account}/${address}`)

/** The address that an identifier is at a channel; `undefined` where it belongs to another scheme or account, or nothing leaves there. */
export const addressAt = (
  { scheme, account, capabilities }: Pick<Channel, "scheme" | "account"> & Partial<Pick<Channel, "capabilities">>,
  known: Identifier,
): string | undefined => {
  const { scheme: own, value } = partsOf(known)
  if (own !== scheme || capabilities?.outbound === false) return undefined
  if (account === undefined) return value
  return value.startsWith(`${account}/`) ? value.slice(account.length + 1) : undefined
}
