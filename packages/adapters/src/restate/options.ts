import { type Clock, ConfigurationError, systemClock, systemRandom } from "@escucha/core/engine"
import { type PostgresOptions, postgresOptionsOf, type PostgresSettings } from "../postgres/connection.ts"

/** Where this process listens for what Restate delivers. */
export interface RestateListening {
  /** 0 takes any free port. */
  readonly port: number
  /** `127.0.0.1` unless told: reachable from this machine only. */
  readonly host?: string
}

/** Where Restate is, where the store is, and how Restate reaches this application. */
export interface RestateOptions {
  /** The ingress of Restate, where jobs are sent: `http://127.0.0.1:8080`. */
  readonly ingress: string
  /** Its admin port, where deployments are registered and timers cancelled: `http://127.0.0.1:9070`. */
  readonly admin: string
  /** The database of the store: the same url or options that `postgres` is given. */
  readonly database: string | PostgresOptions
  /** Listens for deliveries by itself; left out where the application's own server hands them to `handler`. */
  readonly serve?: RestateListening
  /**
   * Where Restate reaches this application, all its processes behind one address. It is registered at the start; where it is left out,
   * that is where this process listens. Without `serve` and `url` nothing is registered until `register` is called.
   */
  readonly url?: string
  /** The public keys of Restate's requests (`publickeyv1_…`): then whatever is not signed by one of them is refused. */
  readonly identityKeys?: readonly string[]
  /** The name of the virtual object: another one for each Escucha that shares a Restate. */
  readonly service?: string
  /** Sent as a bearer token to both ports, where Restate asks for one. */
  readonly token?: string
  /** So many jobs that are due may wait; a post above it is refused. */
  readonly highWater?: number
  /** Told of what goes wrong beside the calls, such as a Restate that cannot be reached. A warning of the process unless told. */
  readonly report?: (failure: unknown) => void
  readonly clock?: Clock
  /** Gives numbers in [0, 1), so that what failed together does not come back together. */
  readonly random?: () => number
}

/** The options with everything said. */
export interface RestateSettings {
  readonly ingress: string
  readonly admin: string
  readonly database: PostgresSettings
  readonly serve: Required<RestateListening> | undefined
  readonly url: string | undefined
  readonly identityKeys: readonly string[]
  readonly service: string
  readonly token: string | undefined
  readonly highWater: number
  readonly report: (failure: unknown) => void
  readonly clock: Clock
  readonly random: () => number
}

const known = [
  "ingress",
  "admin",
  "database",
  "serve",
  "url",
  "identityKeys",
  "service",
  "token",
  "highWater",
  "report",
  "clock",
  "random",
]

const refuse = (option: string, remedy: string): never => {
  throw new ConfigurationError(`restate.${option}`, remedy)
}

/** An address without what a path would add: `http://host:port`, or a prefix behind it, without the slash at the end. */
const addressOf = (option: string, given: unknown, example: string): string => {
  if (typeof given !== "string" || !/^https?:\/\//.test(given) || !URL.canParse(given))
    return refuse(option, `give "${example}"`)
  const { username, search, hash } = new URL(given)
  if (username !== "" || search !== "" || hash !== "")
    refuse(option, `give an address alone, such as "${example}"; a secret goes into token`)
  return given.replace(/\/+$/, "")
}

const listeningOf = (given: unknown): Required<RestateListening> | undefined => {
  if (given === undefined) return undefined
  if (typeof given !== "object" || given === null || !("port" in given)) return refuse("serve", "give { port: 9080 }")
  const { port, host = "127.0.0.1" } = given as Partial<RestateListening> // looked at in the next lines
  if (typeof port !== "number" || !Number.isInteger(port) || port < 0 || port > 65_535)
    return refuse("serve.port", "give a whole number from 0 to 65535")
  if (typeof host !== "string" || host === "") return refuse("serve.host", 'give a host, such as "0.0.0.0"')
  return { port, host }
}

// base58 of 32 bytes: https://docs.restate.dev/services/security
const keyForm = /^publickeyv1_[1-9A-HJ-NP-Za-km-z]{32,44}$/

const keysOf = (given: unknown): readonly string[] => {
  if (given === undefined) return []
  if (!Array.isArray(given) || given.length === 0)
    return refuse("identityKeys", "give a list of keys, or leave it out; an empty one would let everybody in")
  const keys: readonly unknown[] = given
  return keys.map((key) =>
    typeof key === "string" && keyForm.test(key) ? key : refuse("identityKeys", 'give keys such as "publickeyv1_…"'),
  )
}

/** Restate keeps these for itself, and would refuse the registration at the start. */
const taken = /^restate|^openapi$/i

const serviceOf = (name: unknown): string => {
  if (typeof name !== "string" || !/^[a-zA-Z][\w-]{0,62}$/.test(name))
    return refuse("service", "give a name of letters, digits, _ and -, at most 63 of them")
  return taken.test(name)
    ? refuse("service", 'Restate keeps names that begin with "restate", and "openapi"; give another, such as "escucha"')
    : name
}

const highWaterOf = (given: unknown): number =>
  typeof given === "number" && Number.isInteger(given) && given >= 1
    ? given
    : refuse("highWater", "must be a whole number from 1")

const tokenOf = (given: unknown): string | undefined =>
  given === undefined || (typeof given === "string" && /^[\x21-\x7e]+$/.test(given))
    ? given
    : refuse("token", "give the token as a text without blanks")

const warn = (failure: unknown): void =>
  process.emitWarning(failure instanceof Error ? failure.message : "something failed", { code: "ESCUCHA_RESTATE" })

/**
 * The options of a Restate, checked. Throws `ConfigurationError`, which never says what was given: there may be a secret in it.
 *
 * @example
 * restateSettingsOf({ ingress: "http://127.0.0.1:8080", admin: "http://127.0.0.1:9070", database: "postgres://localhost/escucha" })
 */
export const restateSettingsOf = (given: RestateOptions): RestateSettings => {
  const options: Partial<RestateOptions> = given
  if (typeof options !== "object" || options === null) return refuse("ingress", "give the options of a Restate")
  for (const option of Object.keys(options))
    if (!known.includes(option)) refuse(option, `there is no such option; there are ${known.join(", ")}`)
  const {
    database,
    url,
    service = "escucha",
    highWater = 100_000,
    report = warn,
    clock = systemClock,
    random = systemRandom,
  } = options
  if (database === undefined) return refuse("database", "give the url that the store has")
  return {
    ingress: addressOf("ingress", options.ingress, "http://127.0.0.1:8080"),
    admin: addressOf("admin", options.admin, "http://127.0.0.1:9070"),
    database: postgresOptionsOf(database),
    serve: listeningOf(options.serve),
    url: url === undefined ? undefined : addressOf("url", url, "https://app.example/restate"),
    identityKeys: keysOf(options.identityKeys),
    service: serviceOf(service),
    token: tokenOf(options.token),
    highWater: highWaterOf(highWater),
    report,
    clock,
    random,
  }
}
