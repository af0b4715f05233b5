import { createAlone, restOf } from "../runtime/alone.ts"
import { createGates } from "../runtime/gates.ts"
import { callProvider } from "../runtime/http.ts"
import { createSharedSpending, createSpending } from "../runtime/spending.ts"
import { createTokens } from "../runtime/tokens.ts"
import { tellTyping } from "./hearing.ts"
import type { Loop, LoopOptions } from "./loop.ts"
import { createPresence } from "./presence.ts"

/** What calls of providers go through: once for all jobs of this process, and by limits that hold for all processes on the store. */
export const createOutlet = (
  { setting, store: { coordination }, clock, report, transport = callProvider, fetchMedia, files, keysAt }: LoopOptions,
  loop: () => Loop,
) => {
  const { secret, contact } = setting
  const shared = coordination && { coordination, secret, report }
  return {
    clock,
    transport,
    gates: createGates((name) => setting.channels[name]?.capabilities.rate ?? [], clock, shared),
    tokens: createTokens(transport, clock),
    spending: shared ? createSharedSpending(contact.budget, shared) : createSpending(contact.budget),
    presence: createPresence(coordination && tellTyping(coordination, loop)),
    alone: createAlone(coordination, { rest: restOf(clock), report }),
    ...(fetchMedia && { fetchMedia }),
    ...(files && { files }),
    ...(keysAt && { keysAt }),
  }
}
