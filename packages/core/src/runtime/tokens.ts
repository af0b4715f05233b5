import type { Access, CallContext } from "../channel/channel.ts"
import { milliseconds } from "../kernel/duration.ts"
import type { Clock } from "../kernel/clock.ts"
import { DeliveryError } from "../kernel/errors.ts"
import { signedAssertion } from "./assertion.ts"
import type { Transport } from "./http.ts"

/** A token, or why there is none. */
type Token = { readonly token: string } | { readonly error: DeliveryError }

/** The tokens of the hour of all channels. */
export interface Tokens {
  /**
   * Makes a call with the token of the channel, or with the empty word where it needs none. A token is fetched once for all who wait, and
   * kept until shortly before it ends. One that the provider refuses (an error of `auth`) may have ended before its time: it is fetched
   * once more and the call made again, which is safe, because what was refused did nothing. Gives what the call gave, or why there is no
   * token; what the call throws goes through.
   */
  readonly use: <Made extends object>(
    channel: string,
    access: Access | undefined,
    call: (context: CallContext) => Promise<Made>,
  ) => Promise<Made | { readonly error: DeliveryError }>
}

/** A token is not used in its last moments: a call takes a while, and clocks differ. */
const margin = milliseconds("1 minute")
const shortMargin = 0.1

interface Kept {
  readonly fetching: Promise<Token>
  /** Until when it is used; `undefined` while it is fetched. */
  until?: number
  token?: string
}

/** Keeps the tokens of this process. */
export const createTokens = (transport: Transport, clock: Clock): Tokens => {
  const kept = new Map<string, Kept>()
  const fetched = async (
    channel: string,
    access: Access,
  ): Promise<{ readonly token: string; readonly lasts: number } | { readonly error: DeliveryError }> => {
    const assertion = access.assertion && (await signedAssertion(access.assertion(clock.now())))
    if (access.assertion && assertion === undefined) return { error: wrongKey(channel) }
    if (!("request" in access)) return { token: assertion ?? "", lasts: access.lasts }
    const called = await transport(channel, access.request(clock.now(), assertion), { clock })
    if ("error" in called) return { error: notLeft(channel, called.error) }
    const read = access.read(called.response)
    return "error" in read ? { error: notLeft(channel, read.error) } : read
  }
  const fetch = (channel: string, access: Access): Promise<Token> => {
    const asked = clock.now()
    const forget = (): void => {
      if (kept.get(channel) === keep) kept.delete(channel)
    }
    const take = (read: Awaited<ReturnType<typeof fetched>>): Token => {
      if ("error" in read) {
        forget()
        return read
      }
      keep.token = read.token
      keep.until = asked + read.lasts - Math.min(margin, read.lasts * shortMargin)
      return { token: read.token }
    }
    const keep: Kept = {
      fetching: fetched(channel, access).then(take, (failure: unknown) => {
        forget() // an adapter that threw may well read the next answer
        throw failure
      }),
    }
    kept.set(channel, keep)
    return keep.fetching
  }
  const tokenOf = (channel: string, access: Access): Promise<Token> => {
    const known = kept.get(channel)
    const isGood = known && (known.until === undefined || clock.now() < known.until)
    return isGood ? known.fetching : fetch(channel, access)
  }
  return {
    use: async (channel, access, call) => {
      if (!access) return call({ now: clock.now(), access: "" })
      const first = await tokenOf(channel, access)
      if ("error" in first) return first
      const made = await call({ now: clock.now(), access: first.token })
      if (!isRefused(made)) return made
      if (kept.get(channel)?.token === first.token) kept.delete(channel) // one that was fetched meanwhile stays
      const second = await tokenOf(channel, access)
      if ("error" in second) return second
      return second.token === first.token ? made : call({ now: clock.now(), access: second.token })
    },
  }
}

const isRefused = (made: object): boolean =>
  "error" in made && made.error instanceof DeliveryError && made.error.reason === "auth"

/** The private key of the channel is none: nothing can be sent before somebody mends it. */
const wrongKey = (channel: string): DeliveryError =>
  new DeliveryError(channel, "auth", { retryable: false, sent: "no" }, { cause: "the private key cannot be read" })

/** Whatever became of the call for a token, the message itself did not leave. */
const notLeft = (channel: string, { reason, retryable, retryAfter, cause }: DeliveryError): DeliveryError =>
  new DeliveryError(
    channel,
    reason,
    { retryable, sent: "no", ...(retryAfter !== undefined && { retryAfter }) },
    { cause },
  )
