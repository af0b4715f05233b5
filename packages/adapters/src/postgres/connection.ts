import type { Client, ClientConfig, CustomTypesConfig, Pool, PoolClient } from "pg"
import { StoreError } from "@escucha/core"
import { type Dedicated, dedicate } from "./dedicated.ts"
import { codeOf, storeErrorOf } from "./failure.ts"
import type { PostgresSettings } from "./options.ts"
import { asking, inTransaction, rowsOf, type Sql } from "./transaction.ts"

export { type PostgresOptions, postgresOptionsOf, type PostgresSettings } from "./options.ts"
export type { Dedicated } from "./dedicated.ts"
export type { Sql, Value } from "./transaction.ts"

/** A database and its connections. Every failure is a `StoreError`, whose message and cause hold nothing of the values of a query. */
export interface Database extends Sql {
  readonly settings: PostgresSettings
  /** Where our tables lie; to be written before their names. */
  readonly schema: string
  /** All that the work asks is written, or nothing. See `inTransaction`; after a loss of prepared statements the work is done again. */
  readonly transaction: <Result>(work: (sql: Sql) => Promise<Result>) => Promise<Result>
  /** `longest`: milliseconds for one statement, 0 for as long as it takes; then nobody notices a connection that is gone without a sign. */
  readonly dedicated: (options?: { readonly longest?: number }) => Promise<Dedicated>
  /** Ends all connections; whatever is asked after this is refused. */
  readonly close: () => Promise<void>
}

/** The driver, or what a test puts in its place. */
export type Driver = () => Promise<{ readonly Pool: typeof Pool; readonly Client: typeof Client }>

const driver: Driver = () => import("pg")

/** Milliseconds: to get a connection, and for one statement. */
const patience = { connect: 10_000, statement: 60_000 }

// https://www.postgresql.org/docs/current/catalog-pg-type.html: whole numbers of eight bytes come as text, because not every one is a
// number of JavaScript; ours all are
const int8 = 20

const typesOf = (types: CustomTypesConfig): CustomTypesConfig => ({
  getTypeParser: ((oid: number, format: "text") =>
    oid === int8 ? Number : types.getTypeParser(oid, format)) as CustomTypesConfig["getTypeParser"], // one of its overloads
})

const silent = (): void => undefined

const configOf = async ({ url, ssl }: PostgresSettings): Promise<ClientConfig> => {
  const { types } = await import("pg")
  return {
    connectionString: url,
    ...(ssl !== undefined && { ssl }),
    application_name: "escucha",
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: patience.connect,
    query_timeout: patience.statement,
    types: typesOf(types),
  }
}

/** A pooler gave us a connection that does not know what we prepared, or knows it already from somebody else. */
const isUnprepared = (failure: unknown): boolean => ["26000", "42P05"].includes(codeOf(failure))

/** Connects when it is first asked something, and again whenever a connection is gone. */
export const createDatabase = (settings: PostgresSettings, load: Driver = driver): Database => {
  let opened: Promise<Pool> | undefined,
    isClosed = false,
    isPrepared = settings.prepare
  const ask = asking(() => isPrepared)
  const open = async (): Promise<Pool> => {
    const [{ Pool: Connections }, config] = await Promise.all([load(), configOf(settings)])
    // pipelined: what is asked together goes out together, and is answered together
    const pool = new Connections({ ...config, pipeline: true, max: settings.connections, idleTimeoutMillis: 60_000 })
    pool.on("error", silent) // one that nobody used: the next who asks gets another
    // what was asked fails by itself; a server that goes in the very moment in which a connection is handed over must not end the process
    pool.on("connect", (client) => void client.on("error", silent))
    return pool
  }
  const using = async <Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> => {
    if (isClosed) throw new StoreError("closed")
    const client = await (await (opened ??= open())).connect()
    let broken: Error | undefined
    try {
      return await work(client)
    } catch (failure) {
      broken = storeErrorOf(failure)
      throw failure
    } finally {
      // also a database that can only be read answers: then the next connection may find the one that can be written
      client.release(broken instanceof StoreError && broken.reason === "unavailable" ? broken : undefined)
    }
  }
  /** Does it again where a pooler has lost what was prepared: nothing was written then. */
  const attempt = async <Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> => {
    const wasPrepared = isPrepared // many may find it out at the same time
    try {
      return await using(work)
    } catch (failure) {
      if (!wasPrepared || !isUnprepared(failure)) throw storeErrorOf(failure)
      isPrepared = false
    }
    return using(work).catch((failure: unknown) => {
      throw storeErrorOf(failure)
    })
  }
  return {
    settings,
    schema: settings.schema,
    query: (text, values = []) => attempt(async (client) => rowsOf(await ask(client, text, values))),
    transaction: (work) => attempt((client) => inTransaction(client, ask, work)),
    dedicated: async ({ longest = patience.statement } = {}) => {
      if (isClosed) throw new StoreError("closed")
      const [{ Client: Connection }, config] = await Promise.all([load(), configOf(settings)])
      return dedicate(new Connection({ ...config, pipeline: true, query_timeout: longest }), longest > 0)
    },
    close: async () => {
      isClosed = true
      const pool = await opened?.catch(silent)
      opened = undefined
      await pool?.end()
    },
  }
}
