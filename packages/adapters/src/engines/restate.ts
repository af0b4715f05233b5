// https://docs.restate.dev
import { ConfigurationError, type Engine, InputError, type Running } from "@escucha/core/engine"
import { createDatabase, type Database } from "../postgres/connection.ts"
import { RestateError } from "../restate/call.ts"
import { createDeliveries, type Deliveries, LaterError } from "../restate/delivery.ts"
import { type Endpoint, openEndpoint } from "../restate/endpoint.ts"
import { listen, type Listening } from "../restate/listening.ts"
import { createMailbox, type Mailbox } from "../restate/mailbox.ts"
import { type RestateOptions, type RestateSettings, restateSettingsOf } from "../restate/options.ts"
import { createPressure } from "../restate/pressure.ts"
import { createRegistration } from "../restate/registration.ts"
import { createRelay, type Relay } from "../restate/relay.ts"
import { createServer, type RestateServer } from "../restate/server.ts"
import { createSweep, type Sweep } from "../restate/sweep.ts"

export type { RestateListening, RestateOptions } from "../restate/options.ts"

/** An engine whose jobs Restate delivers. */
export interface RestateEngine extends Engine {
  readonly isShared: true
  /** Takes what Restate delivers, under any path of the application's own server; only needed without `serve`. */
  readonly handler: (request: Request) => Promise<Response>
  /** Makes an address known to Restate where this application is reached; only needed without `serve` and `url`. */
  readonly register: (url: string) => Promise<void>
}

/** What an engine is made of while it is open. */
interface Parts {
  readonly database: Database
  readonly mailbox: Mailbox
  readonly server: RestateServer
  readonly relay: Relay
  readonly sweep: Sweep
  readonly pressure: ReturnType<typeof createPressure>
  readonly registration: ReturnType<typeof createRegistration>
  /** Makes what the engine needs in the database, once. */
  readonly prepared: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens nothing yet: connections come with the first call. */
const createParts = (settings: RestateSettings): Parts => {
  const { clock, random, highWater } = settings
  let isClosed = false
  const report = (failure: unknown): void => {
    if (!isClosed) settings.report(failure)
  }
  const database = createDatabase(settings.database)
  const mailbox = createMailbox(database)
  const server = createServer(settings)
  const registration = createRegistration({ server, clock, random, report })
  const send: RestateServer["send"] = (sending) =>
    server.send(sending).catch((failure: unknown) => {
      if (failure instanceof RestateError && failure.status === 404) registration.again() // it has lost its memory, or never had one
      throw failure
    })
  const relay = createRelay({ mailbox, server: { send }, clock, random, report })
  let preparing: Promise<void> | undefined
  return {
    database,
    mailbox,
    server,
    relay,
    sweep: createSweep({ database, relay, clock, random }),
    pressure: createPressure(mailbox, clock, highWater),
    registration,
    prepared: () =>
      (preparing ??= mailbox.prepare().catch((failure: unknown) => {
        preparing = undefined
        throw failure
      })),
    close: async () => {
      isClosed = true
      registration.stop()
      server.close()
      await database.close()
    },
  }
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.")

/** The endpoint, opened when it is first needed: the SDK is large. */
const createOpening = (settings: RestateSettings, deliver: Deliveries["deliver"]): (() => Promise<Endpoint>) => {
  const { identityKeys, serve, report } = settings
  let opening: Promise<Endpoint> | undefined
  return () => {
    if (opening) return opening
    if (identityKeys.length === 0 && !(serve && isLoopback(serve.host)))
      report(
        new ConfigurationError(
          "restate.identityKeys",
          "whoever reaches this address can deliver; give the public key of your Restate, or let nobody else reach it",
        ),
      )
    return (opening = openEndpoint(settings, deliver))
  }
}

const wholeFromOne = (option: string, value: number): void => {
  if (!Number.isInteger(value) || value < 1) throw new ConfigurationError(option, "must be a whole number from 1")
}

/** Begins to take deliveries. `forget` is called when all of it is closed. */
const beginWork = async (
  settings: RestateSettings,
  parts: Parts,
  open: () => Promise<Endpoint>,
  created: Deliveries,
  forget: () => void,
): Promise<Running> => {
  const { sweep, registration } = parts
  const listening: Listening | undefined = settings.serve && (await listen(settings.serve, await open()))
  const address = settings.url ?? listening?.url
  if (address !== undefined) await registration.begin(address)
  sweep.start()
  void sweep.look().catch(settings.report)
  let draining: Promise<void> | undefined
  const drain = async (): Promise<void> => {
    listening?.leave()
    await sweep.stop()
    await created.drain()
    await listening?.close()
    forget()
    await parts.close()
  }
  return { settled: created.settled, drain: () => (draining ??= drain()) }
}

/**
 * Runs jobs on many machines: Restate (https://restate.dev) keeps a mailbox for each key and the timers, and delivers to all processes
 * behind one address. The database of the store keeps everything else: which jobs there are, their order, attempts and dead letters. So
 * Restate may be away, restarted or lost: what was committed is delivered when it is back. See docs/how-to/restate.md.
 *
 * @example
 * const engine = restateEngine({
 *   ingress: "http://127.0.0.1:8080",
 *   admin: "http://127.0.0.1:9070",
 *   database: "postgres://localhost/escucha",
 *   serve: { port: 9080 },
 * })
 */
export const restateEngine = (options: RestateOptions): RestateEngine => {
  const settings = restateSettingsOf(options)
  const { clock, random } = settings
  let parts: Parts | undefined, deliveries: Deliveries | undefined
  const use = (): Parts => (parts ??= createParts(settings))
  const open = createOpening(settings, async (key, token, signal) => {
    if (!deliveries) throw new LaterError(1_000) // it is not at work yet
    await deliveries.deliver(key, token, signal).finally(() => parts?.pressure.relieve())
  })
  const isAtWork = (): boolean => deliveries !== undefined && !deliveries.isOver()
  return {
    isShared: true,
    handler: async (request) => (await open()).fetch(request),
    register: (address) => use().server.register(address),
    post: async (jobs) => {
      if (jobs.length === 0 || deliveries?.isOver()) return // whoever runs finds it
      const { pressure, relay } = use()
      const now = clock.now()
      await pressure.admit(jobs.filter(({ at = now }) => at <= now).length)
      if (isAtWork()) relay.offer(jobs.map(({ id }) => id))
    },
    cancel: async (ids) => {
      if (ids.length === 0) return
      const { mailbox, server, prepared } = use()
      await prepared()
      for (const invocation of await mailbox.forget(ids)) await server.cancel(invocation)
    },
    stats: () => use().mailbox.stats(clock.now()),
    dead: (limit) => use().mailbox.dead(limit),
    redrive: async (id) => {
      const { mailbox, relay } = use()
      await mailbox.revive(id)
      relay.offer([id])
    },
    run: async (handle, limits) => {
      wholeFromOne("concurrency", limits.concurrency)
      wholeFromOne("attempts", limits.attempts)
      if (isAtWork()) throw new InputError("conflict", "run", "this engine is at work; drain it before it is run again")
      const { mailbox, prepared } = use()
      await prepared()
      deliveries = createDeliveries({ mailbox, clock, random, handle, limits, report: settings.report })
      const forget = (): void => {
        parts = undefined
      }
      return beginWork(settings, use(), open, deliveries, forget).catch((failure: unknown) => {
        deliveries = undefined
        throw failure
      })
    },
  }
}
