import type { Client, ClientBase, QueryResult } from "pg"
import { StoreError } from "@escucha/core"
import { codeOf, storeErrorOf, UncertainFailure } from "./failure.ts"
import { statementName } from "./statement-name.ts"

/** A value that a statement is given; arrays are those of PostgreSQL. */
export type Value = string | number | boolean | null | Uint8Array | readonly (string | number | boolean | null)[]

/** Asks something of the database. */
export interface Sql {
  /** Statements go out at once, in the order of the calls, whether somebody waits for the one before or not. Texts are constants. */
  query<Row>(text: string, values?: readonly Value[]): Promise<readonly Row[]>
}

/** How a statement is asked: prepared once for each connection, or written out each time. */
export type Asking = (client: ClientBase, text: string, values: readonly Value[]) => Promise<QueryResult>

const gathering = new WeakSet<ClientBase>()

/**
 * What is asked in one turn goes out in one piece: the driver by itself makes a system call for each statement, which is a tenth of what
 * a commit costs. A driver of tests may have no line.
 */
const gather = (client: ClientBase): void => {
  const { connection } = client as ClientBase & Partial<Pick<Client, "connection">> // of a pool, too, it is a Client
  if (!connection || gathering.has(client)) return
  const { stream } = connection
  gathering.add(client)
  stream.cork()
  process.nextTick(() => {
    gathering.delete(client)
    stream.uncork()
  })
}

/** Asks by a name, under which the connection keeps the statement, or without one. */
export const asking =
  (isPrepared: () => boolean): Asking =>
  (client, text, values) => {
    gather(client)
    return client.query({
      text,
      values: [...values],
      ...(isPrepared() && values.length > 0 && { name: statementName(text) }),
    })
  }

/** The rows as the statement gives them: only this folder writes statements, and it names the columns itself. */
export const rowsOf = <Row>({ rows }: QueryResult): readonly Row[] => rows as readonly Row[] // what the driver gives has no types

const silent = (): void => undefined

/** Whether a refused statement of a transaction means that nothing was written: the database said so, and did not go away. */
const isRefusal = (failure: unknown): boolean => {
  const code = codeOf(failure)
  return /^[0-9A-Z]{5}$/.test(code) && !/^(?:08|57|58|25P03)/.test(code)
}

/** Why a transaction that was sent whole is not known to be written. */
const endFailure = (failure: unknown): Error =>
  storeErrorOf(isRefusal(failure) ? failure : new UncertainFailure({ cause: failure }))

/** The statements of one transaction, in the order in which they were asked. */
const createStatements = (client: ClientBase, ask: Asking) => {
  const asked: Promise<QueryResult>[] = []
  const keep = (answer: Promise<QueryResult>): Promise<QueryResult> => {
    answer.catch(silent) // whoever waits for it hears of it, and the end of the transaction in any case
    asked.push(answer)
    return answer
  }
  let isBegun = false,
    isHeld = false
  const begun = keep(
    ask(client, "BEGIN ISOLATION LEVEL READ COMMITTED", []).then((result) => {
      isBegun = true
      return result
    }),
  )
  // Before the transaction is known to have begun only questions go out: what writes would be safe at once where it has not.
  const send = (text: string, values: readonly Value[] = []): Promise<QueryResult> => {
    isHeld ||= !isBegun && !text.startsWith("SELECT")
    return keep(isHeld && !isBegun ? begun.then(() => ask(client, text, values)) : ask(client, text, values))
  }
  const query = <Row>(text: string, values?: readonly Value[]): Promise<readonly Row[]> => {
    const rows = Promise.all([send(text, values), begun]).then(([result]) => rowsOf<Row>(result))
    rows.catch(silent) // not everybody waits for it: the end of the transaction hears of it in any case
    return rows
  }
  return { asked, begun, query }
}

/**
 * Does the work in a transaction, and writes it: resolves when it is safe. What the work asked and did not wait for is asked all the
 * same, and goes out together with the COMMIT: where one fails, nothing is written.
 */
export const inTransaction = async <Result>(
  client: ClientBase,
  ask: Asking,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> => {
  const { asked, begun, query } = createStatements(client, ask)
  try {
    const result = await work({ query })
    await begun
    await ended(asked, ask(client, "COMMIT", []))
    return result
  } catch (failure) {
    await ask(client, "ROLLBACK", []).catch(silent) // of a connection that is gone the database knows it by itself
    const first = (await Promise.allSettled(asked)).find(({ status }) => status === "rejected")
    throw failure instanceof StoreError || first?.status !== "rejected" ? failure : storeErrorOf(first.reason)
  }
}

/** Waits for the end of a transaction. The first statement that failed is why: those behind it only say that they came too late. */
const ended = async (asked: readonly Promise<QueryResult>[], end: Promise<QueryResult>): Promise<void> => {
  end.catch(silent)
  await Promise.all(asked).catch((failure: unknown) => {
    throw endFailure(failure)
  })
  const { command } = await end.catch((failure: unknown) => {
    throw endFailure(failure)
  })
  if (command !== "COMMIT") throw new StoreError("failed")
}
