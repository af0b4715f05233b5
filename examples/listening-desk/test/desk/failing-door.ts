import type { WebDoor } from "@escucha/core"

/** A door that can be told to fail. */
export interface FailingDoor extends WebDoor {
  /** From now on every request of the desk is answered so; null ends it. */
  readonly fail: (status: number | null) => void
}

/** Puts a door in front of another one that fails when it is told to. */
export const createFailingDoor = (door: WebDoor): FailingDoor => {
  let failure: number | null = null
  return {
    fail: (status) => {
      failure = status
    },
    handle: async (request) =>
      failure === null
        ? door.handle(request)
        : {
            status: failure,
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ error: { reason: "failed", message: "the desk was told to fail" } }),
          },
  }
}
