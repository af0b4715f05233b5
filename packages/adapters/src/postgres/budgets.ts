import type { Coordination, Spending } from "@escucha/core/store"
import type { Database, Sql } from "./connection.ts"
import { lockNames } from "./limits.ts"

type Named = Pick<Spending, "name" | "id">

const keyOf = ({ name, id }: Named): string => `${name}\n${id}`

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
  const countedIn = async (sql: Sql, spent: readonly Spending[], now: number) => {
    const windows = new Map(spent.map(({ name, window }) => [name, window]))
    const [counts, found] = await Promise.all([
      sql.query<{ readonly name: string; readonly others: number }>(counted, [
        [...windows.keys()],
        [...windows.values()].map((window) => Math.floor(now - window)),
      ]),
      sql.query<Named & { readonly at: number }>(known, [spent.map(({ name }) => name), spent.map(({ id }) => id)]),
    ])
    const isIn = ({ name, at }: Named & { readonly at: number }) => at > Math.floor(now - (windows.get(name) ?? 0))
    return {
      counts: new Map(counts.map(({ name, others }) => [name, others])),
      there: new Set(found.filter(isIn).map(keyOf)),
    }
  }
  return {
    spend: (spent) => {
      if (spent.length === 0) return Promise.resolve([])
      return database.transaction(async (sql) => {
        const { now } = await lockNames(sql, schema, new Set(spent.map(({ name }) => name)))
        const { counts, there } = await countedIn(sql, spent, now)
        const fresh: Spending[] = []
        const others = spent.map((each) => {
          const count = counts.get(each.name) ?? 0
          if (there.has(keyOf(each))) return count - 1
          there.add(keyOf(each))
          counts.set(each.name, count + 1)
          fresh.push(each)
          return count
        })
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
