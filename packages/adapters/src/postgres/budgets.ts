import type { Budget, Coordination, Spending } from "@escucha/core/store"
import type { Database, Sql } from "./connection.ts"
import { lockNames } from "./limits.ts"

interface Counted {
  readonly name: string
  readonly id: string
}

const keyOf = ({ name, id }: Counted): string => `${name}\n${id}`

/** What is counted at a moment, while it is counted on. */
interface Counts {
  readonly now: number
  readonly others: Map<string, number>
  readonly there: Set<string>
}

/** Counts one of them in, where there is room; what is new is added to `fresh`. */
const countIn = (
  { others, there }: Counts,
  { id, budgets }: Spending,
  fresh: (Budget & Counted)[],
): readonly number[] => {
  const isThere = (name: string): boolean => there.has(keyOf({ name, id }))
  const found = budgets.map(({ name }) => (others.get(name) ?? 0) - Number(isThere(name)))
  if (budgets.some(({ count }, place) => (found[place] ?? 0) >= count)) return found
  for (const budget of budgets) {
    if (isThere(budget.name)) continue
    there.add(keyOf({ name: budget.name, id }))
    others.set(budget.name, (others.get(budget.name) ?? 0) + 1)
    fresh.push({ ...budget, id })
  }
  return found
}

/** Budgets over all processes: what is counted against one is counted one after the other. */
export const createBudgets = (database: Database): Pick<Coordination, "spend" | "giveBack"> => {
  const { schema } = database
  const counted = `SELECT given.name, count(s.id) AS others FROM unnest($1::text[], $2::bigint[]) AS given (name, since)
    LEFT JOIN ${schema}.spent AS s ON s.name = given.name AND s.at > given.since GROUP BY given.name`
  const known = `SELECT name, id, at FROM ${schema}.spent WHERE (name, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`
  const write = `INSERT INTO ${schema}.spent AS s (name, id, at, until)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
    ON CONFLICT (name, id) DO UPDATE SET at = excluded.at, until = excluded.until`
  const remove = `DELETE FROM ${schema}.spent WHERE (name, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`

  /** How many are counted in each budget, and which of these among them. */
  const countsOf = async (sql: Sql, spent: readonly Spending[], now: number): Promise<Counts> => {
    const windows = new Map(spent.flatMap(({ budgets }) => budgets.map(({ name, window }) => [name, window] as const)))
    const asked = spent.flatMap(({ id, budgets }) => budgets.map(({ name }) => ({ name, id })))
    const since = (name: string): number => Math.floor(now - (windows.get(name) ?? 0))
    const [counts, found] = await Promise.all([
      sql.query<{ readonly name: string; readonly others: number }>(counted, [
        [...windows.keys()],
        [...windows.keys()].map(since),
      ]),
      sql.query<Counted & { readonly at: number }>(known, [asked.map(({ name }) => name), asked.map(({ id }) => id)]),
    ])
    return {
      now,
      others: new Map(counts.map(({ name, others }) => [name, others])),
      there: new Set(found.filter(({ name, at }) => at > since(name)).map(keyOf)),
    }
  }
  return {
    spend: (spent) => {
      const names = new Set(spent.flatMap(({ budgets }) => budgets.map(({ name }) => name)))
      if (names.size === 0) return Promise.resolve(spent.map(() => []))
      return database.transaction(async (sql) => {
        const { now } = await lockNames(sql, schema, names)
        const counts = await countsOf(sql, spent, now)
        const fresh: (Budget & Counted)[] = []
        const others = spent.map((each) => countIn(counts, each, fresh))
        if (fresh.length > 0)
          void sql.query(write, [
            fresh.map(({ name }) => name),
            fresh.map(({ id }) => id),
            fresh.map(() => now),
            fresh.map(({ window }) => Math.ceil(now + window)),
          ])
        return others
      })
    },
    giveBack: async (spent) => {
      if (spent.length > 0) await database.query(remove, [spent.map(({ name }) => name), spent.map(({ id }) => id)])
    },
  }
}
