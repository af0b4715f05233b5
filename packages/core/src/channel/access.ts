import type { DeliveryError } from "../kernel/errors.ts"
import type { HttpRequest, HttpResponse } from "./http.ts"

/** A JSON web token that is signed with a private key of ours (RFC 7515). An adapter says it as data; the core signs it. */
export interface Assertion {
  readonly algorithm: "RS256" | "ES256"
  /** PKCS #8, in PEM. */
  readonly key: string
  /** What stands in its head beside the algorithm. */
  readonly header?: { readonly [name: string]: string }
  readonly claims: { readonly [name: string]: string | number }
}

/** A token of the hour that a provider hands out (OAuth 2.0 client credentials and the like). */
export interface FetchedAccess {
  /** What proves who asks, where the provider wants a token that we signed (RFC 7523). */
  readonly assertion?: (now: number) => Assertion
  /** `assertion` is there, signed, where the channel names one. */
  readonly request: (now: number, assertion?: string) => HttpRequest
  /** `lasts` in milliseconds. */
  readonly read: (
    response: HttpResponse,
  ) => { readonly token: string; readonly lasts: number } | { readonly error: DeliveryError }
}

/** A token of the hour that we sign ourselves. */
export interface SignedAccess {
  readonly assertion: (now: number) => Assertion
  /** How long it is used, in milliseconds. */
  readonly lasts: number
}

/** How a channel comes by a token of the hour. The core keeps it until it ends or is refused. */
export type Access = FetchedAccess | SignedAccess
