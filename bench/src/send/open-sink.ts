import { startPartner } from "../ingest/process.ts"
import type { Sink } from "./sink.ts"

/** A sink that is running, and what ends it. */
export interface OpenSink extends Sink {
  /** Where its HTTP is. */
  readonly baseUrl: string
  readonly close: () => Promise<void>
}

/** Starts the sink in a process of its own. */
export const openSink = async (): Promise<OpenSink> => {
  const partner = await startPartner<never, never>(new URL("sink.ts", import.meta.url))
  const sink = JSON.parse(partner.greeting) as Sink // our own script told it
  return { ...sink, baseUrl: `http://127.0.0.1:${sink.http}`, close: partner.end }
}
