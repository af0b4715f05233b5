import type { Contestant } from "../contestant.ts"

/** A server beside PostgreSQL. */
export type Need = "redis" | "restate"

interface Entry {
  readonly open: () => Promise<Contestant>
  readonly needs: readonly Need[]
  readonly isOurs: boolean
}

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
} satisfies { readonly [name: string]: Entry }

/** The name of one of them. */
export type ContestantName = keyof typeof contestants
