import type { ConnectionOptions } from "node:tls"
import { ConfigurationError } from "@escucha/core"

/** Which database, and how it is used. */
export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`. */
  readonly url: string
  /** The schema that our tables lie in; made where it is missing. One schema is one Escucha. */
  readonly schema?: string
  /** How many connections this process may have open at the same time. */
  readonly connections?: number
  /** How the connection is encrypted, where the url does not say it by `sslmode`. */
  readonly ssl?: boolean | ConnectionOptions
  /**
   * `false` for a database or a pooler without LISTEN and NOTIFY: other processes then look for news once in a while, instead of being
   * told.
   */
  readonly notify?: boolean
  /** `false` for a pooler that hands one connection to many at a time and does not know prepared statements. */
  readonly prepare?: boolean
}

/** The options with everything said. */
export interface PostgresSettings extends Required<Omit<PostgresOptions, "ssl">> {
  readonly ssl: boolean | ConnectionOptions | undefined
}

const mostConnections = 500

const isUrl = (url: unknown): url is string =>
  typeof url === "string" &&
  /^postgres(ql)?:\/\//.test(url) &&
  (URL.canParse(url) || URL.canParse(url.replace("@/", "@localhost/"))) // `user@/database?host=/run/postgresql` has no host

const refuse = (option: string, remedy: string): never => {
  throw new ConfigurationError(`postgres.${option}`, remedy)
}

const known = ["url", "schema", "connections", "ssl", "notify", "prepare"]

const checkFlag = (option: string, value: unknown): void => {
  if (typeof value !== "boolean") refuse(option, "give true or false")
}

/**
 * The options of a database, checked. Throws `ConfigurationError`, which never says what was given: a url has a password in it.
 *
 * @example
 * postgresOptionsOf("postgres://localhost/escucha").schema // "escucha"
 */
export const postgresOptionsOf = (given: string | PostgresOptions): PostgresSettings => {
  const options: Partial<PostgresOptions> = typeof given === "string" ? { url: given } : given
  if (typeof options !== "object" || options === null)
    return refuse("url", 'give "postgres://user:password@host/database"')
  for (const option of Object.keys(options))
    if (!known.includes(option)) refuse(option, `there is no such option; there are ${known.join(", ")}`)
  const { url, schema = "escucha", connections = 10, ssl, notify = true, prepare = true } = options
  if (!isUrl(url)) return refuse("url", 'give "postgres://user:password@host/database"')
  if (typeof schema !== "string" || !/^(?!pg_)[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema === "information_schema")
    refuse("schema", "give a name of small letters, digits and _, at most 63 of them")
  if (!Number.isInteger(connections) || connections < 2 || connections > mostConnections)
    refuse("connections", `give a whole number from 2 to ${mostConnections}`)
  if (ssl !== undefined && typeof ssl !== "boolean" && (typeof ssl !== "object" || ssl === null))
    refuse("ssl", "give true, false or the options of a TLS connection")
  checkFlag("notify", notify)
  checkFlag("prepare", prepare)
  return { url, schema, connections, ssl, notify, prepare }
}
