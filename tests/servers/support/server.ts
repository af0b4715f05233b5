import { afterAll, beforeAll, type TestContext } from "vitest"

/** A server that a test started on loopback; `stop` ends it and leaves nothing behind. */
export interface Server {
  readonly host: string
  readonly port: number
  readonly stop: () => Promise<void>
}

/** What a server that is not on this machine is called in the name of a skipped test. */
export const notPresent = (name: string): string => `server not present: ${name}`

/**
 * Starts a server before the tests of a file and stops it after them. Gives the server to a test, or skips the test by name where the
 * server is not on this machine. A server that is there and does not start is a failure.
 *
 * @example
 * const prosody = serverOf("prosody", startProsody)
 * it("delivers", async ({ skip }) => { const { port } = prosody(skip) })
 */
export const serverOf = <Its extends Server>(
  name: string,
  start: () => Promise<Its | undefined>,
): ((skip: TestContext["skip"]) => Its) => {
  let server: Its | undefined
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server?.stop())
  return (skip) => server ?? skip(notPresent(name))
}
