import type { Clock } from "@escucha/core/engine"
import { awayPause } from "./relay.ts"
import type { RestateServer } from "./server.ts"

/** Makes this application known to Restate, and again where Restate has forgotten it. */
export interface Registration {
  /** Tries once; where that fails it goes on trying, and this resolves all the same: the store takes in what comes meanwhile. */
  readonly begin: (url: string) => Promise<void>
  /** Restate says that it does not know us. */
  readonly again: () => void
  readonly stop: () => void
}

/** What a registration is made of. */
export interface RegistrationOptions {
  readonly server: Pick<RestateServer, "register">
  readonly clock: Clock
  readonly random: () => number
  /** Told once of a row of failures. */
  readonly report: (failure: unknown) => void
}

/** The registration of this application at one Restate. */
export const createRegistration = ({ server, clock, random, report }: RegistrationOptions): Registration => {
  let address: string | undefined,
    failures = 0,
    isUnder = false,
    stopAlarm: (() => void) | undefined
  const attempt = async (): Promise<void> => {
    if (isUnder || address === undefined) return
    isUnder = true
    stopAlarm?.()
    try {
      await server.register(address)
      failures = 0
    } catch (failure) {
      if (failures++ === 0) report(failure)
      if (address !== undefined) stopAlarm = clock.at(clock.now() + awayPause(failures, random), () => void attempt())
    } finally {
      isUnder = false
    }
  }
  return {
    begin: (url) => {
      address = url
      return attempt()
    },
    again: () => void attempt(),
    stop: () => {
      address = undefined
      stopAlarm?.()
    },
  }
}
