import type { Inbound } from "@escucha/core"
import { connect, createServer, type Socket } from "node:net"
import { createTransport } from "nodemailer"
import { describe, expect, it } from "vitest"
import { smtp } from "../../src/channels/smtp.ts"
import { closing, from, opened } from "./mail-server.ts"

describe("mail coming in", () => {
  const freePort = async () => {
    const server = createServer()
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve)
    })
    const address = server.address()
    await new Promise((resolve) => {
      server.close(resolve)
    })
    return typeof address === "object" && address !== null ? address.port : 0
  }
  const mailbox = async (
    receive: (inbound: readonly Inbound[]) => Promise<void>,
    accept: readonly string[] | ((address: string) => boolean) = ["hola@shop.example"],
  ) => {
    const port = await freePort()
    await opened({ url: "smtp://127.0.0.1:1", from, inbound: { port, accept, maxBytes: 100_000 } }, receive)
    const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, logger: false })
    closing.push(() => transport.close())
    return {
      port,
      send: (text: string, to = "hola@shop.example") =>
        transport.sendMail({
          from: "Ana <ana@example.com>",
          to,
          subject: "Pedido",
          text,
          messageId: "<one@example.com>",
        }),
    }
  }

  it("is told safe only after it is safe", async () => {
    const received: Inbound[] = []
    let release = () => undefined as void
    const safe = new Promise<void>((resolve) => {
      release = resolve
    })
    let arrived = () => undefined as void
    const inside = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { send } = await mailbox(async (inbound) => {
      received.push(...inbound)
      arrived()
      await safe
    })
    let told = false
    const sending = (async () => {
      await send("Sigue roto.")
      told = true
    })()
    await inside
    expect([told, received.length]).toEqual([false, 1])
    release()
    await sending
    expect(received[0]).toMatchObject({
      type: "message",
      provider: "<one@example.com>",
      address: "ana@example.com",
      text: "Sigue roto.",
      metadata: { subject: "Pedido" },
    })
  })

  it("is asked to come again when it cannot be kept, and refused when it never can", async () => {
    let failing: Error = new Error("disk full")
    const { send } = await mailbox(async () => {
      throw failing
    })
    await expect(send("hola")).rejects.toMatchObject({ responseCode: 451 })
    failing = Object.assign(new Error("too large"), { retryable: false })
    await expect(send("hola")).rejects.toMatchObject({ responseCode: 554 })
  })

  it("is taken for our own addresses only", async () => {
    const byList = await mailbox(async () => undefined)
    await expect(byList.send("hola", "other@shop.example")).rejects.toMatchObject({ responseCode: 550 })
    await byList.send("hola", "HOLA@shop.example")
    const byFunction = await mailbox(
      async () => undefined,
      (address) => address.endsWith("@shop.example"),
    )
    await byFunction.send("hola", "any@shop.example")
    await expect(byFunction.send("hola", "any@elsewhere.example")).rejects.toMatchObject({ responseCode: 550 })
  })

  it("over the limit or made to explode is refused, and the door stays open", async () => {
    const received: Inbound[] = []
    const { port, send } = await mailbox(async (inbound) => {
      received.push(...inbound)
    })
    await expect(send("x".repeat(200_000))).rejects.toMatchObject({ responseCode: 552 })
    const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, logger: false })
    closing.push(() => transport.close())
    const bomb = `From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\nx\r\n".repeat(5_000)}`
    await expect(
      transport.sendMail({ envelope: { from: "a@example.com", to: ["hola@shop.example"] }, raw: bomb }),
    ).rejects.toMatchObject({ responseCode: 554 })
    await send("sigo aquí")
    expect(received.map((one) => one.type === "message" && one.text)).toEqual(["sigo aquí"])
  })

  it("from our own address waits for no answer, so that nothing goes in a circle", async () => {
    const received: Inbound[] = []
    const { port } = await mailbox(async (inbound) => {
      received.push(...inbound)
    })
    const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true, logger: false })
    closing.push(() => transport.close())
    await transport.sendMail({ from: "Hola@shop.example", to: "hola@shop.example", text: "hola" })
    expect(received).toMatchObject([{ text: "hola", automatic: true }])
  })

  it("goes on after a caller who hangs up in the middle", async () => {
    const { port, send } = await mailbox(async () => undefined)
    await new Promise<void>((resolve) => {
      const socket: Socket = connect(port, "127.0.0.1")
      socket
        .on("data", () => undefined)
        .on("close", () => resolve())
        .on("error", () => undefined)
      socket.write("EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<hola@shop.example>\r\nDATA\r\nSubject: half")
      setTimeout(() => socket.destroy(), 100)
    })
    await expect(send("sigo aquí")).resolves.toMatchObject({ accepted: ["hola@shop.example"] })
  })

  it("is declared only where there is a door for it", () => {
    expect(smtp({ url: "smtp://127.0.0.1:1", from }).capabilities.inbound).toBe(false)
    expect(
      smtp({ url: "smtp://127.0.0.1:1", from, inbound: { port: 0, accept: ["hola@shop.example"] } }).capabilities
        .inbound,
    ).toBe(true)
  })
})
