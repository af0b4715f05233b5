import type { Inbound } from "../channel/inbound.ts"
import { InputError } from "../kernel/errors.ts"

interface TakeHost<Posted> {
  readonly receive: (channel: string, inbound: readonly Inbound[]) => Promise<readonly Posted[]>
}

/** What became of what came together, and why some of it can never be taken in. */
export interface Taken<Posted> {
  readonly posted: readonly Posted[]
  readonly refused: readonly InputError[]
}

/**
 * Takes in each by itself, for a provider that comes again with all of it as long as one is refused. Resolves once it is safe; rejects
 * where it may be tried again.
 */
export const takeEach = async <Posted>(
  host: TakeHost<Posted>,
  name: string,
  inbound: readonly Inbound[],
): Promise<Taken<Posted>> => {
  const taken = await Promise.allSettled(inbound.map((each) => host.receive(name, [each])))
  const posted: Posted[] = [],
    refused: InputError[] = []
  for (const each of taken) {
    if (each.status === "fulfilled") posted.push(...each.value)
    else if (each.reason instanceof InputError) refused.push(each.reason)
    else throw each.reason
  }
  return { posted, refused }
}
