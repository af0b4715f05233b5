import { useEffect, useSyncExternalStore } from "react"
import { asDeskError, type DeskError } from "./desk-error.ts"

/** Something that is read from the desk. What was read once stays visible while it is read again, and when that fails. */
export type Snapshot<Data> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly data: Data; readonly stale: DeskError | null }
  | { readonly state: "failed"; readonly error: DeskError }

/** A value from the desk that can be watched and read again. */
export interface Resource<Data> {
  readonly snapshot: () => Snapshot<Data>
  readonly subscribe: (listener: () => void) => () => void
  /** Reads it, unless that is under way: for somebody who begins to look at it. */
  readonly look: () => Promise<void>
  /** Reads it again; calls during a reading lead to one more reading. Never rejects: the snapshot holds the failure. */
  readonly refresh: () => Promise<void>
  /** Changes what is held, without asking the desk. */
  readonly update: (change: (data: Data) => Data) => void
  /** Lets go of what is held, as of somebody who was erased. */
  readonly forget: () => void
}

/**
 * A resource whose data come from `load`. It may ask what is held, so that it can add to it: after waiting, because that may have
 * changed.
 */
export const createResource = <Data>(load: (held: () => Data | null) => Promise<Data>): Resource<Data> => {
  let now: Snapshot<Data> = { state: "loading" }
  let running: Promise<void> | null = null
  let again = false
  let forgotten = 0
  const listeners = new Set<() => void>()
  const set = (next: Snapshot<Data>) => {
    now = next
    for (const listener of listeners) listener()
  }
  const held = () => (now.state === "ready" ? now.data : null)
  const read = async () => {
    const begun = forgotten
    try {
      const data = await load(held)
      if (begun === forgotten) set({ state: "ready", data, stale: null })
    } catch (cause) {
      const error = asDeskError(cause)
      set(now.state === "ready" ? { ...now, stale: error } : { state: "failed", error })
    }
  }
  const readUntilQuiet = async () => {
    do {
      again = false
      await read()
    } while (again)
    running = null
  }
  return {
    snapshot: () => now,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    look: () => (running ??= readUntilQuiet()),
    refresh: () => {
      if (running !== null) again = true
      return (running ??= readUntilQuiet())
    },
    update: (change) => {
      if (now.state === "ready") set({ ...now, data: change(now.data) })
    },
    forget: () => {
      forgotten += 1 // what is being read was asked for before
      set({ state: "loading" })
    },
  }
}

/** The resource's snapshot, live; it is read when it comes into view. */
export const useResource = <Data>(resource: Resource<Data>): Snapshot<Data> => {
  useEffect(() => {
    void resource.look()
  }, [resource])
  return useSyncExternalStore(resource.subscribe, resource.snapshot)
}
