import type {
  Answer,
  Ask,
  Channel,
  HttpRequest,
  HttpShape,
  InboundShape,
  Parsed,
  WebhookRequest,
} from "../../channel/channel.ts"
import type { Inbound } from "../../channel/inbound.ts"
import type { MediaBytes } from "../../channel/media.ts"
import type { KeysAt } from "../../channel/signature-source.ts"
import { type Check, verifyCheck } from "../../channel/signature.ts"
import { BusyError, InputError } from "../../kernel/errors.ts"
import type { WebRequest, WebResponse } from "../../runtime/web/request.ts"
import { largestBody, mustBeShallow } from "../../runtime/web/json.ts"
import { type Call, json, type Route } from "../../runtime/web/router.ts"
import type { Loop } from "../loop.ts"
import type { Arrived as Arrivals } from "../media/arrived.ts"
import { takeEach } from "../take-each.ts"

/** What webhooks need beside the loop. */
export interface HookTools {
  /** Fetches what providers publish to check their signatures by. */
  readonly keysAt?: KeysAt
  /** Keeps the files that came in the call itself. */
  readonly keep?: (
    channel: string,
    inbound: readonly Inbound[],
    files: { readonly [url: string]: MediaBytes },
  ) => Promise<Arrivals>
}

/** No provider asks for more in one webhook. */
const mostCalls = 50
/** When a provider comes again after what it asked for could not be done. */
const pause = 5_000
/** So many calls that were made are remembered, so that a repeated webhook makes them once. */
const mostRemembered = 1_000

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
// A body that is no UTF-8 has other signs in it: no signature over it holds.
const lenient = new TextDecoder("utf-8", { ignoreBOM: true })

const textOf = (body: Uint8Array): { readonly text: string; readonly isText: boolean } => {
  try {
    return { text: strict.decode(body), isText: true }
  } catch {
    return { text: lenient.decode(body), isText: false } // TypeError: it is no UTF-8
  }
}

const nothing = () => Promise.resolve()

interface Arrived {
  readonly webhook: WebhookRequest
  readonly isText: boolean
}

const arrived = ({ method, url, headers, body }: WebRequest): Arrived => {
  if (body.length > largestBody) throw new InputError("too-large", "body", `send at most ${largestBody} bytes at once`)
  const { text, isText } = textOf(body)
  return { webhook: { method, url, headers, body: text, bytes: body }, isText }
}

const said = ({ status = 200, type = "application/json; charset=utf-8", body }: Answer = { body: '{"ok":true}' }) => {
  const whole = json(status, null)
  return { ...whole, headers: { ...whole.headers, "content-type": type }, body }
}

// The same words whatever was wrong: a forger learns nothing.
const forged = new InputError("unauthorized", "signature", "this call was not signed by the provider of this channel")

type Webhook = Extract<Parsed, { readonly inbound: readonly Inbound[] }>

interface Hook {
  readonly loop: Loop
  readonly name: string
  readonly channel: Channel & HttpShape
  readonly inbound: InboundShape
  readonly tools: HookTools
}

const hookOf = (loop: Loop, name: string, tools: HookTools): Hook => {
  const channel = Object.hasOwn(loop.setting.channels, name) ? loop.setting.channels[name] : undefined
  if (channel?.shape !== "http" || !channel.inbound)
    throw new InputError("unknown", "channel", "no channel of this name takes webhooks")
  return { loop, name, channel, inbound: channel.inbound, tools }
}

const mustHold = async ({ loop, tools: { keysAt } }: Hook, check: Check): Promise<void> => {
  const checked = verifyCheck(check, loop.clock.now(), keysAt ? { keysAt } : {})
  if (!(typeof checked === "boolean" ? checked : await checked)) throw forged
}

const isForm = ({ headers }: WebhookRequest): boolean => /^multipart\//i.test(headers["content-type"] ?? "")

/**
 * What a genuine call brought. One that cannot be read is answered as a forged one is, and told to the operator: the field and the remedy,
 * nothing of what was sent.
 */
const readHook = ({ loop, inbound }: Hook, { webhook, isText }: Arrived): Webhook => {
  const unreadable = (failure: InputError): never => {
    loop.report(failure)
    throw forged
  }
  const { bytes = new Uint8Array(), headers } = webhook
  if (!isText && !isForm(webhook)) return unreadable(new InputError("invalid", "body", "send UTF-8"))
  if (/\bjson\b/i.test(headers["content-type"] ?? "")) {
    try {
      mustBeShallow(bytes)
    } catch (failure) {
      if (failure instanceof InputError) return unreadable(failure)
      throw failure
    }
  }
  const parsed = inbound.parse(webhook)
  if ("foreign" in parsed) throw forged
  if ("problem" in parsed) return unreadable(new InputError("invalid", parsed.problem.field, parsed.problem.remedy))
  return parsed
}

/** What the call only announced. Where it cannot be fetched the provider has to come again: nothing was taken in yet. */
const fetched = async ({ loop, name }: Hook, asks: readonly Ask[]): Promise<readonly Inbound[]> => {
  const brought: Inbound[] = []
  for (const { request, read } of asks.slice(0, mostCalls)) {
    const called = await loop.transport(name, request, { clock: loop.clock })
    const found = "error" in called ? called : read(called.response)
    if ("error" in found) {
      loop.report(found.error)
      throw new BusyError(pause)
    }
    brought.push(...found.inbound)
  }
  return brought
}

/** Makes calls once, however often they are asked for; one that failed is made again when the provider comes again. */
const createConfirming = () => {
  const made = new Set<string>()
  return async ({ loop, name }: Hook, calls: readonly HttpRequest[]): Promise<void> => {
    for (const request of calls.slice(0, mostCalls)) {
      const key = JSON.stringify([name, request.method, request.url])
      if (made.has(key)) continue
      if (!request.url.startsWith("https://"))
        throw new InputError("invalid", "calls", "a channel asks for calls by https alone")
      made.add(key)
      const [oldest] = made
      if (made.size > mostRemembered && oldest !== undefined) made.delete(oldest)
      const called = await loop.transport(name, request, { clock: loop.clock })
      if ("response" in called && called.response.status < 400) continue
      made.delete(key)
      loop.report(
        "error" in called
          ? called.error
          : new InputError("conflict", "calls", `${name} refused a call that it had asked for`),
      )
      throw new BusyError(pause)
    }
  }
}

/**
 * `GET|POST /hooks/:channel`: a question whether we are there is answered first; all else is checked on the raw bytes, parsed then, and
 * answered when everything in it is committed. What can never be taken in is told to the operator; where nothing of it can, the call is
 * refused with the first reason. Whatever was wrong with the signature or the form, the answer is the same.
 */
export const hookRoutes = (loop: Loop, tools: HookTools = {}): readonly Route[] => {
  const confirm = createConfirming()
  const answer = async ({ request, parameters: { channel: name = "" } }: Call): Promise<WebResponse> => {
    const hook = hookOf(loop, name, tools)
    const call = arrived(request)
    const { webhook } = call
    const challenge = hook.inbound.challenge?.(webhook)
    if (challenge) {
      await mustHold(hook, challenge.check)
      return said(challenge.answer)
    }
    if (request.method !== "POST") throw forged
    await mustHold(hook, hook.inbound.verify(webhook))
    const { inbound, files = {}, asks = [], calls = [], answer: wanted } = readHook(hook, call)
    const asked = await fetched(hook, asks)
    const hasFiles = Object.keys(files).length > 0
    const own = tools.keep && hasFiles ? await tools.keep(name, inbound, files) : { inbound, forget: nothing }
    const { posted, refused } = await takeEach(loop, name, [...own.inbound, ...asked])
    // what is known already brings no file: who was erased meanwhile would get it back
    if (posted.every(({ status }) => status === "duplicate")) await own.forget()
    const [refusal] = refused
    if (posted.length === 0 && refusal) throw refusal
    for (const each of refused) loop.report(each)
    await confirm(hook, calls)
    return said(wanted)
  }
  return [
    { method: "GET", path: "/hooks/:channel", answer },
    { method: "POST", path: "/hooks/:channel", answer },
  ]
}
