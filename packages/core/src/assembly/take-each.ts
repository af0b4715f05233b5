import type { Inbound } from "../channel/inbound.ts"
import { InputError } from "../kernel/errors.ts"

interface TakeHost<Posted> {
  readonly receive: (channel: string, inbound: readonly Inbound[]) => Promise<readonly Posted[]>
  readonly report: (failure: unknown) => void
}

/**
 * Takes in each by itself, for a provider that comes again as long as one is refused: what can never be taken in is told to the operator,
 * and holds up neither what came with it nor what comes later. Resolves with what became of the others, once they are safe.
 */
export const takeEach = async <Posted>(
  host: TakeHost<Posted>,
  name: string,
  inbound: readonly Inbound[],
): Promise<readonly Posted[]> => {
  const taken = await Promise.allSettled(inbound.map((each) => host.receive(name, [each])))
  const failures = taken.flatMap((each): readonly unknown[] => (each.status === "rejected" ? [each.reason] : []))
  for (const failure of failures) if (!(failure instanceof InputError)) throw failure
  for (const failure of failures) host.report(failure)
  return taken.flatMap((each) => (each.status === "fulfilled" ? each.value : []))
}
