import { describe, expect, it } from "vitest"
import { faultTransport, type NetworkFault } from "../../src/testing/fault-transport.ts"

const request = { method: "POST", url: "https://acme.example/messages", headers: { a: "b" }, body: "{}" } as const
const accepted = { status: 200, headers: { date: "Thu, 01 Jan 2026 00:00:00 GMT" }, body: '{"id":"1"}' }
const network = (...faults: readonly NetworkFault[]) => faultTransport({ faults, accepts: () => accepted })

describe("a network that fails by script", () => {
  it("works where nothing is said", async () => {
    const { transport, taken, calls } = network()
    expect(await transport("acme", request)).toMatchObject({ response: { status: 200, body: '{"id":"1"}' } })
    expect([calls, taken]).toEqual([[request], [request]])
  })

  it.each(["dns", "refused", "tls", "no-connection"] as const)("says of %s that nothing left", async (kind) => {
    const { transport, taken } = network({ kind })
    expect(await transport("acme", request)).toMatchObject({
      error: { reason: "network", sent: "no", retryable: true },
    })
    expect(taken).toEqual([])
  })

  it.each(["reset", "reset-in-answer"] as const)("says of a %s that nobody knows", async (kind) => {
    for (const isTaken of [true, false]) {
      const { transport, taken } = network({ kind, taken: isTaken })
      expect(await transport("acme", request)).toMatchObject({ error: { reason: "network", sent: "unknown" } })
      expect(taken).toEqual(isTaken ? [request] : [])
    }
  })

  it("says of silence that nobody knows, when the patience ends", async () => {
    const { transport } = network({ kind: "silence", taken: true })
    expect(await transport("acme", request, { timeout: 1 })).toMatchObject({
      error: { reason: "timeout", sent: "unknown" },
    })
  })

  it("answers what it is told, whatever the status", async () => {
    const { transport, taken } = network({ kind: "answer", response: { status: 429, headers: {}, body: "slow" } })
    expect(await transport("acme", request)).toMatchObject({ response: { status: 429, body: "slow" } })
    expect(await transport("acme", request)).toMatchObject({ response: { status: 200 } })
    expect(taken).toHaveLength(1)
  })
})
