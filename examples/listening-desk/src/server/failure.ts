import { ConfigurationError, StoreError } from "@escucha/core"
import { ImportError } from "../import/source.ts"

/** What a failure means for whoever started the desk: a sentence to act on, and the code to end with. */
export interface Ending {
  readonly sentence: string
  /** 2: what was given has to be put right; 1: everything else. */
  readonly code: 1 | 2
}

type SystemFailure = Error & { readonly code: string; readonly syscall: string }

const isOfSystem = (failure: unknown): failure is SystemFailure =>
  failure instanceof Error && "code" in failure && typeof failure.code === "string" && "syscall" in failure

const ofSystem = ({ message, syscall }: SystemFailure): string =>
  syscall === "listen"
    ? `${message}; name another port with --port`
    : `${message}; name a folder that is yours to write in with --data`

/** What the database itself said of it: names of files and tables, never what is in them. */
const ofStore = ({ message, cause }: StoreError): string =>
  cause instanceof Error ? `${message} (${cause.message})` : message

/** The ending for a failure that a person can act on; `undefined` for a bug, whose stack should be seen. */
export const endingOf = (failure: unknown, data: string): Ending | undefined => {
  if (failure instanceof ImportError || failure instanceof ConfigurationError)
    return { sentence: failure.message, code: 2 }
  if (failure instanceof StoreError) return { sentence: `${data}: ${ofStore(failure)}`, code: 1 }
  return isOfSystem(failure) ? { sentence: ofSystem(failure), code: 1 } : undefined
}
