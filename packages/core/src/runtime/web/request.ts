import type { Duration } from "../../kernel/duration.ts"

/** A request as the doors hand it to `handle()`: plain data, so that every server and every `fetch` runtime can make one. */
export interface WebRequest {
  /** In upper case. */
  readonly method: string
  /** Absolute; the host in it is what the caller claims and must not be believed. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string | undefined }
  /** The bytes exactly as they came: signatures are over them. */
  readonly body: Uint8Array
}

/** The answer of `handle()`. An iterable body is a stream: whoever writes it out calls `return()` when the caller goes away. */
export interface WebResponse {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>
}

/** What can serve: the pure door of `createEscucha`. */
export interface WebDoor {
  readonly handle: (request: WebRequest) => Promise<WebResponse>
  /** The largest body that a request may have, in bytes: more for files than for all else. 1 MB, where it is left out. */
  readonly largestBody?: (request: Pick<WebRequest, "method" | "url">) => number
  /** Says that it is not ready, takes nothing new after a while, and finishes what runs. */
  readonly drain?: (options?: { readonly after?: Duration }) => Promise<void>
  readonly close?: () => Promise<void>
}
