import { BenchError } from "../bench-error.ts"
import type { Task } from "../measure.ts"

/** What every variant makes of the same webhook: verified, parsed, validated, normalised. */
export interface Normalised {
  readonly id: string
  readonly address: string
  readonly text: string
}

/** The same by libraries of others. */
export interface Peers {
  readonly variants: { readonly [peer: string]: () => Normalised | Promise<Normalised> }
  /** Ends what they have started. */
  readonly close?: () => Promise<void>
}

/** One provider's webhook, by the limit, by us and by the peers. Each gives `Normalised` or throws. */
export interface WebhookCase {
  readonly name: string
  /** Written by hand for this one body: what Node needs at least. */
  readonly limit: () => Normalised
  readonly ours: () => Normalised
  /** Ours from bytes, with what the route looks at before it believes anything. */
  readonly guarded: () => Normalised
  /** Loads the peers: what ours needs is measured without them. */
  readonly peers: () => Promise<Peers>
}

/** A failure of a variant that was given a correct webhook: the bench is wrong, nobody else. */
export const refused = (variant: string): BenchError => new BenchError(`${variant} refused a correct webhook`)

/** The tasks of a case by name, after each has shown that it gives what the limit gives. */
export const agreedTasks = async (
  { limit, ours, guarded, name }: WebhookCase,
  { variants }: Peers,
): Promise<{ readonly [variant: string]: Task }> => {
  const tasks = { limit, ours, guarded, ...variants }
  const expected = JSON.stringify(limit())
  for (const [variant, task] of Object.entries(tasks)) {
    const given = JSON.stringify(await task())
    if (given !== expected) throw new BenchError(`${name}: ${variant} gives ${given}, the limit ${expected}`)
  }
  return tasks
}
