import { ConfigurationError, InputError } from "../../kernel/errors.ts"
import { rectification, type Sources } from "../../profile/source.ts"
import { allowsOrigin, isSameSecret } from "../../runtime/web/access.ts"
import type { WebRequest } from "../../runtime/web/request.ts"

/** A key by which a program sends events, and how far what it says is believed. */
export interface WriteKey {
  readonly key: string
  /**
   * `server` (the default): a program of yours, which keeps the key secret. `browser`: the key stands in a page, where everybody can
   * read it: the addresses that it tells are claims, and it cannot import history.
   */
  readonly trust?: "server" | "browser"
  /** The pages that may send with it, such as `https://shop.example`; `*` for any. A browser's key needs at least one. */
  readonly origins?: readonly string[]
  /** Which of `sources` the traits that it tells come from: `v1`, where it is left out. A browser's key has no other. */
  readonly source?: string
}

/** Who may send events. */
export interface IngestOptions {
  /** A text is a key of a server. */
  readonly writeKeys: readonly (string | WriteKey)[]
}

/** A key with its defaults. */
export interface OpenKey {
  readonly key: string
  readonly trust: "server" | "browser"
  readonly origins: readonly string[]
  readonly source: string
}

/** The source of what comes in by ingest. */
export const usualSource = "v1"

const option = "ingest.writeKeys"
const longestKey = 512

const openKey = (given: string | WriteKey): OpenKey => {
  const {
    key,
    trust = "server",
    origins = [],
    source = usualSource,
  } = typeof given === "string" ? { key: given } : given
  if (trust === "browser" && origins.length === 0)
    throw new ConfigurationError(option, 'list the origins of the pages that use a browser\'s key, or "*" for any')
  if (trust === "browser" && source !== usualSource)
    throw new ConfigurationError(option, `everybody can read a browser's key: its source is ${usualSource}`)
  const strange = origins.find(
    (origin) => origin !== "*" && (!URL.canParse(origin) || new URL(origin).origin !== origin),
  )
  if (strange !== undefined)
    throw new ConfigurationError(option, `write the origin ${JSON.stringify(strange)} like https://shop.example`)
  return { key, trust, origins, source }
}

/** The keys of the options, checked. Throws `ConfigurationError`. */
export const openKeys = ({ writeKeys }: IngestOptions, sources: Sources): readonly OpenKey[] => {
  const keys = writeKeys.map(openKey)
  if (keys.length === 0 || keys.some(({ key }) => key.trim() === ""))
    throw new ConfigurationError(option, "give at least one key, and none that is empty")
  if (keys.some(({ key }) => key.length > longestKey))
    throw new ConfigurationError(option, `give keys of at most ${longestKey} characters`)
  if (new Set(keys.map(({ key }) => key)).size < keys.length) throw new ConfigurationError(option, "give each key once")
  const strange = keys.find(({ source }) => !sources.has(source) || source === rectification)
  if (strange)
    throw new ConfigurationError(option, `name the source ${JSON.stringify(strange.source)} under sources as well`)
  return keys
}

const decoded = (basic: string): string => {
  try {
    return atob(basic)
  } catch {
    // not base64: no key
    return ""
  }
}

/**
 * The key as the headers give it; `undefined` where they give none, and the body may. Clients send it as the user of Basic
 * authentication (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/), as a bearer token, or in
 * `X-Write-Key` (https://docs.jitsu.com/sending-data/http).
 */
export const keyOfHeaders = ({ headers }: Pick<WebRequest, "headers">): string | undefined => {
  const [, scheme = "", token = ""] = /^(Basic|Bearer) +(\S+)$/i.exec(headers["authorization"] ?? "") ?? []
  if (scheme !== "") return scheme.toLowerCase() === "basic" ? decoded(token) : token
  return headers["x-write-key"]
}

/** The key as the body gives it: `writeKey` of Segment's clients, `api_key` of PostHog's. */
export const keyOfBody = (body: { readonly [field: string]: unknown }): string | undefined =>
  ["writeKey", "api_key"].map((field) => body[field]).find((key) => typeof key === "string")

/** What may be meant by what was given: all of it, or the part before a secret that some clients put behind the key. */
const readings = (given: string): readonly string[] => [given, given.replace(/:$/, ""), given.split(":", 1)[0] ?? ""]

const refusal = () =>
  new InputError(
    "unauthorized",
    "writeKey",
    "send one of the write keys of createEscucha: as the user of Basic authentication, as a bearer token, as X-Write-Key, or as writeKey",
  )

/** Which of the keys it is. All are compared, in full, so that the time tells nothing. Throws `InputError` where it is none. */
export const keyFor = (keys: readonly OpenKey[], given: string | undefined): OpenKey => {
  if (given === undefined || given.length > 2 * longestKey) throw refusal()
  let found: OpenKey | undefined
  for (const reading of readings(given)) for (const each of keys) if (isSameSecret(reading, each.key)) found ??= each
  if (!found) throw refusal()
  return found
}

/** Whether a page of this origin may use the key. A call that is not from a page has no origin. */
export const mayUse = ({ origins }: OpenKey, origin: string | undefined, host: string | undefined): boolean =>
  origin === undefined || origins.includes("*") || allowsOrigin(origin, host, origins)
