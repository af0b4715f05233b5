import type { RateRule } from "../channel/capability.ts"
import type { Clock } from "../kernel/clock.ts"
import type { DeliveryError } from "../kernel/errors.ts"
import type { Coordination } from "../timeline/coordination.ts"
import { closedUntil, closeFor, createGate, type Gate, leave, note, pass, standingOf } from "./gate.ts"
import { createSharedPass, doorOf as nameOfDoor } from "./shared-gate.ts"

/** How a channel does, in this process, since it started. */
export interface ChannelHealth {
  /** `paused`: the provider asked for a pause; `broken`: it cannot be had, and is tried again at `until`. */
  readonly status: "open" | "paused" | "broken"
  readonly until?: number
  readonly lastError?: { readonly reason: DeliveryError["reason"]; readonly at: number }
  /** Calls that the provider took. */
  readonly sent: number
  /** Calls that failed; a pause that was asked for is no call. */
  readonly failed: number
}

/** The doors of all channels: who may go now, and who comes back when. */
export interface Gates {
  /** When to come back; `undefined` for whoever may go now. A promise, where other processes have to be asked. */
  readonly pass: (channel: string, who: string, address: string) => number | undefined | Promise<number | undefined>
  /** Whether the door was closed since somebody was let in. */
  readonly isClosed: (channel: string, who: string) => boolean
  readonly isBroken: (channel: string) => boolean
  /** Somebody does not go after all. */
  readonly leave: (channel: string, who: string) => void
  /** Nobody of this name will come back, by whatever channel. */
  readonly forget: (who: string) => void
  /** Takes note of what came of a call; `undefined` for one that the provider took. */
  readonly note: (channel: string, error: DeliveryError | undefined) => void
  readonly health: (channel: string) => ChannelHealth
  /** Closes a door for so long, because a provider asked another process for a pause. */
  readonly pauseFor: (channel: string, span: number) => void
}

/** What the gates of several processes on one store share. */
export interface SharedGates {
  readonly coordination: Coordination
  readonly secret: string | undefined
  /** Told of what could not be told to the others. */
  readonly report: (failure: unknown) => void
}

/** By this topic processes tell each other of pauses. */
export const pauseTopic = "pause"

interface Door {
  readonly gate: Gate
  sent: number
  failed: number
  lastError: ChannelHealth["lastError"]
}

/** Nobody is to be had where a call ends like this. */
const absent: ReadonlySet<string> = new Set(["unavailable", "timeout", "network"] satisfies DeliveryError["reason"][])

/** Tells every process of a pause that a provider asked for, also those that begin later. */
const pausing =
  ({ coordination, report }: SharedGates) =>
  (channel: string, span: number): void => {
    const door = nameOfDoor(channel)
    coordination
      .hold(door, span)
      .then(() => coordination.tell(pauseTopic, JSON.stringify([channel, span])))
      .catch(report)
  }

/** Opens a door for each channel that is called, by the limits that it declares; where processes share, for all of them together. */
export const createGates = (
  rules: (channel: string) => readonly RateRule[],
  clock: Clock,
  shared?: SharedGates,
): Gates => {
  const sharedPass = shared && createSharedPass({ ...shared, rules, now: clock.now })
  const tellPause = shared && pausing(shared)
  const doors = new Map<string, Door>()
  const doorOf = (channel: string): Door => {
    const known = doors.get(channel)
    if (known) return known
    const door: Door = { gate: createGate(rules(channel), clock.now()), sent: 0, failed: 0, lastError: undefined }
    doors.set(channel, door)
    return door
  }
  return {
    pass: (channel, who, address) => {
      const { gate } = doorOf(channel)
      return sharedPass ? sharedPass(gate, { channel, who, address }) : pass(gate, who, address, clock.now())
    },
    isClosed: (channel, who) => {
      const { gate } = doorOf(channel)
      return closedUntil(gate) > clock.now() && gate.probe?.who !== who
    },
    isBroken: (channel) => standingOf(doorOf(channel).gate, clock.now()).status === "broken",
    leave: (channel, who) => leave(doorOf(channel).gate, who),
    forget: (who) => {
      for (const { gate } of doors.values()) leave(gate, who)
    },
    note: (channel, error) => {
      const door = doorOf(channel)
      const at = clock.now()
      if (!error) {
        door.sent++
        return note(door.gate, { kind: "answered" }, at)
      }
      door.lastError = { reason: error.reason, at }
      if (error.reason === "rate-limit") {
        const { retryAfter: asked } = error
        note(door.gate, { kind: "asked to pause", ...(asked !== undefined && { pause: asked }) }, at)
        return tellPause?.(channel, Math.ceil(door.gate.pausedUntil - at))
      }
      door.failed++
      note(door.gate, { kind: absent.has(error.reason) ? "not to be had" : "answered" }, at)
    },
    health: (channel) => {
      const { gate, sent, failed, lastError } = doorOf(channel)
      return { ...standingOf(gate, clock.now()), sent, failed, ...(lastError && { lastError }) }
    },
    pauseFor: (channel, span) => closeFor(doorOf(channel).gate, span, clock.now()),
  }
}
