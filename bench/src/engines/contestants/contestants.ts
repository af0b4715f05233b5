import type { Engine } from "@escucha/core"
import type { Contestant, Places } from "../contestant.ts"

/** A server beside PostgreSQL. */
export type Need = "redis" | "restate"

interface Entry {
  readonly open: () => Promise<Contestant>
  readonly needs: readonly Need[]
  readonly isOurs: boolean
}

type EngineOf = (places: Places) => Promise<Engine>

const port = async (engineOf: EngineOf, isTold: boolean): Promise<Contestant> =>
  (await import("./port.ts")).portContestant(engineOf, isTold)

const house = async (engineOf: EngineOf): Promise<Contestant> => (await import("./house.ts")).houseContestant(engineOf)

/** Who takes part, in the order in which they are tried. */
export const contestants = {
  "claim loop": { open: async () => (await import("./claim-loop.ts")).claimLoop, needs: [], isOurs: false },
  "pg-boss": { open: async () => (await import("./pg-boss.ts")).pgBoss, needs: [], isOurs: false },
  BullMQ: { open: async () => (await import("./bullmq.ts")).bullmq, needs: ["redis"], isOurs: false },
  "graphile-worker": {
    open: async () => (await import("./graphile-worker.ts")).graphileWorker,
    needs: [],
    isOurs: false,
  },
  postgres: { open: async () => port((await import("./ours.ts")).onPostgres, false), needs: [], isOurs: true },
  "postgres, whole house": { open: async () => house((await import("./ours.ts")).onPostgres), needs: [], isOurs: true },
  restate: { open: async () => port((await import("./ours.ts")).onRestate, true), needs: ["restate"], isOurs: true },
  "restate, whole house": {
    open: async () => house((await import("./ours.ts")).onRestate),
    needs: ["restate"],
    isOurs: true,
  },
} satisfies { readonly [name: string]: Entry }

/** The name of one of them. */
export type ContestantName = keyof typeof contestants
