import { InputError } from "../../kernel/errors.ts"
import { type Identifier, inputId } from "../../kernel/ids.ts"
import { erasedField } from "../decide/erased.ts"
import type { Loop } from "../loop.ts"
import { isFields } from "./event.ts"
import { contentName, fingerprint } from "./fingerprint.ts"
import { createNameless, type NamelessLine } from "./nameless.ts"
import { type RejectedEvent, rejectedPrefix } from "./rejection.ts"

/** An event that was refused, before it is kept. */
export interface Refusal {
  /** Its place in the request. */
  readonly index: number
  readonly event: unknown
  /** Whom it names; nobody, where that cannot be read. */
  readonly who?: Identifier
  readonly rejection: Omit<RejectedEvent, "raw" | "cut">
}

/** The largest event that is taken, in bytes, and the most that is kept of one that was not, in characters. */
export const largestEvent = 32_768

/** An event as JSON, without the keys by which it was sent. */
const rawOf = (event: unknown, secrets: ReadonlySet<string>): Pick<RejectedEvent, "raw" | "cut"> => {
  const raw = JSON.stringify(event, (_, value: unknown) =>
    typeof value === "string" && secrets.has(value) ? undefined : value,
  )
  return raw.length > largestEvent ? { raw: raw.slice(0, largestEvent).toWellFormed(), cut: true } : { raw, cut: false }
}

/** Whether it was refused because somebody whom it names was erased. */
const isOfErased = ({ reason, field }: Refusal["rejection"]): boolean => reason === "conflict" && field === erasedField

/** The name of a refused event: the same for the same event, so that a retry of it is kept once. */
const nameOf = ({ event, rejection: { messageId, reading } }: Refusal): string => {
  const { dialect, trust } = reading
  if (messageId !== undefined)
    return fingerprint([dialect, ...(trust === "browser" ? ["page"] : []), messageId].join(":"))
  return isFields(event) ? contentName(event) : fingerprint(JSON.stringify(event))
}

/** Keeps every refused event: with whom it names, or, where it names nobody, in a list of its own. */
export const createRejectLog = (loop: Loop, secrets: ReadonlySet<string>) => {
  const nameless = createNameless(loop)

  /** Keeps it with whom it names; gives what the list of nobody has to keep instead. */
  const keepOne = async (refusal: Refusal, at: number): Promise<readonly [string, NamelessLine] | undefined> => {
    const { event, who, rejection } = refusal
    const name = nameOf(refusal)
    // where it also names somebody who was erased, nothing of them may come back with whom it lies
    const kept = isOfErased(rejection) ? { raw: null, cut: false } : rawOf(event, secrets)
    const line = { ...rejection, at, customer: null, named: false }
    if (who === undefined) return [name, { ...line, ...kept }]
    try {
      await loop.post({
        kind: "reject-event",
        id: inputId(`${rejectedPrefix}${name}`),
        on: who,
        rejection: { ...rejection, ...kept },
      })
      return undefined
    } catch (failure) {
      if (!(failure instanceof InputError)) throw failure
      // nothing may be kept of whom it names (they were erased, or the id is none): that it was refused, and why, names nobody
      const { messageId: _, ...rest } = line
      return [name, { ...rest, raw: null, cut: false }]
    }
  }
  return {
    keep: async (refusals: readonly Refusal[], at: number): Promise<void> => {
      const left = await Promise.all(refusals.map((refusal) => keepOne(refusal, at)))
      await nameless.keep(left.filter((each) => each !== undefined))
    },
    expire: nameless.expire,
    drop: nameless.drop,
  }
}
