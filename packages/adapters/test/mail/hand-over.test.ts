import type { ConnectionHost, MediaBytes } from "@escucha/core"
import { describe, expect, it } from "vitest"
import { handOver } from "../../src/mail/hand-over.ts"

const bytes = new Uint8Array([1, 2, 3])
const message = { type: "message", id: "1", address: "ana@example.com", text: "así llegó" } as const

const handed = async (files: readonly MediaBytes[], address: string = message.address) => {
  const came: Parameters<ConnectionHost["receive"]>[] = []
  const receive: ConnectionHost["receive"] = async (...given) => void came.push(given)
  await handOver(
    { message: { ...message, address }, files },
    { now: () => 0, receive },
    (one) => one === "hola@shop.example",
  )
  return came
}

describe("a mail that is handed over", () => {
  it("names its files, and brings them", async () => {
    const files = [
      { bytes, type: "image/png", name: "../a.png" },
      { bytes, type: "application/pdf", name: "" },
    ]
    expect(await handed(files)).toEqual([
      [
        [
          {
            ...message,
            attachments: [
              { kind: "image", url: "provider:1/0", type: "image/png", name: ".._a.png", size: 3 },
              { kind: "file", url: "provider:1/1", type: "application/pdf", name: "attachment", size: 3 },
            ],
          },
        ],
        {
          "provider:1/0": { bytes, type: "image/png", name: ".._a.png" },
          "provider:1/1": { bytes, type: "application/pdf", name: "attachment" },
        },
      ],
    ])
  })

  it("without files is that message", async () => {
    expect(await handed([])).toEqual([[[message]]])
  })

  it("of our own address waits for no answer", async () => {
    expect(await handed([], "hola@shop.example")).toMatchObject([[[{ automatic: true }]]])
  })
})
