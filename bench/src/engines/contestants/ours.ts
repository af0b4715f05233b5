import { postgresEngine } from "@escucha/adapters/engines/postgres"
import { restateEngine } from "@escucha/adapters/engines/restate"
import type { Engine } from "@escucha/core"
import { BenchError } from "../../bench-error.ts"
import type { Places } from "../contestant.ts"

/** Leases in the database of the store. */
export const onPostgres = async ({ postgres }: Places): Promise<Engine> => postgresEngine(postgres)

/** Restate beside it; all processes listen on one port. */
export const onRestate = async ({ postgres, restate }: Places): Promise<Engine> => {
  if (!restate) throw new BenchError("Restate's server is not there")
  const { admin, ingress, port } = restate
  return restateEngine({ ingress, admin, database: postgres, serve: { port }, service: restate.service })
}
