import { InputError } from "../kernel/errors.ts"

/** What is refused where a store that is moved to holds something. */
export const notEmpty = (): InputError =>
  new InputError("conflict", "to", "it holds something already; name a store that is new")

/** What is said where records do not fit together: an entry lies in a stream that was not there a moment before. */
export const changedMeanwhile = (): InputError =>
  new InputError(
    "conflict",
    "from",
    "it changed while it was read; stop everything that uses either store, and try again",
  )
