/** A server that listens for batches. */
export interface IngestServer {
  readonly url: string
  /** How many events it keeps. */
  readonly events: () => Promise<number>
  readonly close: () => Promise<void>
}

/** Opens a server that keeps what it takes in this file. */
export type OpenServer = (file: string) => Promise<IngestServer>
