import { type ConnectionHost, type Inbound, InputError, StoreError } from "@escucha/core"
import { describe, expect, it } from "vitest"
import { handOver } from "../../src/mail/hand-over.ts"

const bytes = new Uint8Array([1, 2, 3])
const files = [
  { bytes, type: "image/png", name: "a.png" },
  { bytes, type: "application/pdf", name: "b.pdf" },
]
const message = {
  type: "message",
  id: "1",
  address: "ana@example.com",
  text: "así llegó",
  metadata: { subject: "x" },
} as const

const handed = async (keep?: ConnectionHost["keep"], from: string = message.address) => {
  const came: Inbound[] = []
  const receive = async (inbound: readonly Inbound[]) => void came.push(...inbound)
  const read = { message: { ...message, address: from }, files }
  await handOver(read, { now: () => 0, receive, ...(keep && { keep }) }, (address) => address === "hola@shop.example")
  return came[0]
}

describe("a mail that is handed over", () => {
  it("names its files by where they are kept", async () => {
    const came = await handed(async (_, { name, type }) => ({ url: `media:${name}`, type, name }))
    expect(came).toMatchObject({
      text: "así llegó",
      attachments: [
        { kind: "image", url: "media:a.png" },
        { kind: "file", url: "media:b.pdf" },
      ],
    })
    expect(came).not.toHaveProperty("unsupported")
  })

  it("tells how many files nobody keeps", async () => {
    const lost = { unsupported: "attachment", metadata: { subject: "x" } }
    expect(await handed()).toMatchObject({ ...lost, metadata: { attachments: "2" } })
    const some = await handed(async (_, { name }) => {
      if (name === "a.png") throw new InputError("too-large", "media", "send less")
      return { url: "media:b" }
    })
    expect(some).toMatchObject({ ...lost, attachments: [{ url: "media:b" }], metadata: { attachments: "1" } })
  })

  it("does not come in while its files cannot be kept right now", async () => {
    const full = new StoreError("full")
    await expect(
      handed(async () => {
        throw full
      }),
    ).rejects.toBe(full)
  })

  it("of our own address waits for no answer", async () => {
    expect(await handed(undefined, "hola@shop.example")).toMatchObject({ automatic: true })
    expect(await handed()).not.toHaveProperty("automatic")
  })
})
