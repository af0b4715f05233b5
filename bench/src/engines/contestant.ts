import type { Message } from "./message.ts"

/** Where everything is that a contestant may use. */
export interface Places {
  /** A new, empty database. */
  readonly postgres: string
  readonly redis?: number
  readonly restate?: {
    readonly ingress: string
    readonly admin: string
    /** A free port, and a name that no other contestant has there. */
    readonly port: number
    readonly service: string
  }
  /** The port of the sink. */
  readonly sink: number
  /** Which of the processes this is, from 0 on. */
  readonly process: number
  /** So many processes work. */
  readonly processes: number
}

/** Hands messages to the engine. */
export interface Producer {
  /** Resolves when the message is safe: it was acknowledged. */
  readonly send: (message: Message) => Promise<void>
  readonly close: () => Promise<void>
}

/** What the engine's processes are told to find out of them how to reach them, such as a port. */
export type Greeting = string

/** One way to bring each customer's messages to their handler, one at a time and in order. */
export interface Contestant {
  /** Makes tables and queues; once, before the processes start. */
  readonly prepare: (places: Places) => Promise<void>
  /** Runs in each of the processes; resolves when it works. */
  readonly work: (places: Places) => Promise<Greeting>
  /** Once, after the processes have started. */
  readonly connect?: (places: Places, greetings: readonly Greeting[]) => Promise<void>
  readonly produce: (places: Places, greetings: readonly Greeting[]) => Promise<Producer>
  /** How many effects of the run are in the contestant's own memory: each message once, however often it was tried. */
  readonly kept: (places: Places, run: string) => Promise<number>
}
