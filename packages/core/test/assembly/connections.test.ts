import { expect, it } from "vitest"
import { createTestEscucha } from "../../src/testing/escucha.ts"
import { fakeChannel } from "../../src/testing/fake-channel.ts"

it("a connection that cannot be closed is reported, and everything else is closed all the same", async () => {
  const failures: unknown[] = []
  const [stuck, fine] = [fakeChannel(), fakeChannel()]
  let isClosed = false
  const closing = (close: () => Promise<void>, channel: typeof fine): typeof fine => {
    if (channel.shape !== "connection") throw new TypeError("the fake channel is a connection")
    const { open } = channel
    return { ...channel, open: async (host) => ({ ...(await open(host)), close }) }
  }
  const escucha = createTestEscucha({
    channels: {
      stuck: closing(() => Promise.reject(new RangeError("stuck")), stuck),
      fine: closing(async () => {
        isClosed = true
      }, fine),
    },
    report: (failure) => failures.push(failure),
  })
  await escucha.start()
  await escucha.close()
  expect(failures).toEqual([new RangeError("stuck")])
  expect(isClosed).toBe(true)
  await expect(escucha.store.size()).rejects.toMatchObject({ _tag: "StoreError", reason: "closed" })
})
