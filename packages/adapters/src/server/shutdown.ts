import { ConfigurationError, type Duration, parseDuration, type WebDoor } from "@escucha/core"

/** How a process ends when it is told to. */
export interface ShutdownOptions {
  /** The signals that end it; `SIGTERM` and `SIGINT`, where it is left out. */
  readonly on?: readonly NodeJS.Signals[]
  /**
   * How long it still answers after `/readyz` says that it is not ready: what a load balancer needs to hear of it. 5 seconds, where it is
   * left out.
   */
  readonly after?: Duration
  /** By when it has to be over, whatever still runs; 30 seconds, where it is left out. The process exits with 1 then. */
  readonly within?: Duration
}

/** What a shutdown needs of the server. */
export interface Closable {
  /** Asks callers to come back by another connection. */
  readonly leave: () => void
  readonly close: () => Promise<void>
  readonly onError?: ((error: unknown) => void) | undefined
}

const read = (duration: Duration, option: string): number => {
  const parsed = parseDuration(duration, option)
  if ("problem" in parsed) throw new ConfigurationError(option, parsed.problem.message)
  return parsed.value
}

/**
 * Ends the process in order when a signal comes: not ready first, then nothing new, then what runs is finished, the store closed, and the
 * process over with exit code 0. A second signal ends it at once. Gives how to hear no more signals.
 */
export const endInOrder = (
  door: Pick<WebDoor, "drain" | "close">,
  server: Closable,
  { on = ["SIGTERM", "SIGINT"], after = "5 seconds", within = "30 seconds" }: ShutdownOptions,
): (() => void) => {
  read(after, "shutdown.after")
  const limit = read(within, "shutdown.within")
  let isEnding = false
  const end = async (): Promise<void> => {
    server.leave()
    await door.drain?.({ after })
    await server.close()
    await door.close?.()
  }
  const hear = (): void => {
    if (isEnding) process.exit(1)
    isEnding = true
    AbortSignal.timeout(limit).addEventListener("abort", () => process.exit(1), { once: true })
    end().then(
      () => process.exit(0),
      (failure: unknown) => {
        server.onError?.(failure)
        process.exit(1)
      },
    )
  }
  for (const signal of on) process.on(signal, hear)
  return () => {
    for (const signal of on) process.off(signal, hear)
  }
}
