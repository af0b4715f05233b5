import { createContext, useContext, useSyncExternalStore } from "react"
import type { Client, Watched } from "@escucha/core/client"

/** A component stands outside of the `Provider` that `createHooks` gives. */
export class ProviderError extends Error {
  readonly _tag = "ProviderError"
  readonly retryable = false
  constructor(component: string) {
    super(`${component}: put it inside of the Provider of createHooks`)
    this.name = "ProviderError"
  }
}

/** The client of the components below. */
export const ClientContext = createContext<Client | null>(null)

/** The client that the `Provider` above gives. Throws `ProviderError` where there is none. */
export const useClient = (component: string): Client => {
  const client = useContext(ClientContext)
  if (!client) throw new ProviderError(component)
  return client
}

/** The state of a store, and a new rendering after each change of it. */
export const useWatched = <State>({ subscribe, getSnapshot, getServerSnapshot }: Watched<State>): State =>
  useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot)
