import type { Row } from "./row.ts"

/** How a bench is run. */
export interface BenchOptions {
  /** How often each variant is measured; the bench's own number, where it is left out. */
  readonly rounds?: number
  /** How many entries the memory of `timeline` holds; several sizes, where it is left out. */
  readonly entries?: number
  /** Does as little as shows that everything runs; the figures then say nothing. `engines` alone knows it. */
  readonly quick?: boolean
  /** Tells a person how far it is. */
  readonly progress: (line: string) => void
}

/** One bench: measures its cases, one after the other. */
export type Bench = (options: BenchOptions) => Promise<readonly Row[]>
