import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { expect, it } from "vitest"
import { loopback } from "./support/free-port.ts"
import { serverOf } from "./support/server.ts"
import { startSmpp } from "./support/smpp.ts"

const smpp = serverOf("smpp", startSmpp)

const [bindTransceiver, submit, deliver] = [0x09, 0x04, 0x05]
const text = (value: string): Buffer => Buffer.from(`${value}\0`, "latin1")
const numbers = (...values: readonly number[]): Buffer => Buffer.from(values)

const unit = (command: number, sequence: number, body: Buffer, status = 0): Buffer => {
  const head = Buffer.alloc(16)
  for (const [index, value] of [16 + body.length, command, status, sequence].entries())
    head.writeUInt32BE(value, 4 * index)
  return Buffer.concat([head, body])
}

/** Reads the next unit, byte for byte as the standard has it. */
const heard = async (socket: Socket) => {
  let bytes = Buffer.alloc(0)
  while (bytes.length < 16 || bytes.length < bytes.readUInt32BE(0)) {
    const [chunk]: Buffer[] = await once(socket, "data")
    bytes = Buffer.concat([bytes, chunk ?? Buffer.alloc(0)])
  }
  return {
    command: bytes.readUInt32BE(4),
    status: bytes.readUInt32BE(8),
    sequence: bytes.readUInt32BE(12),
    body: bytes.subarray(16),
  }
}

const bound = async (port: number, name: string, password: string) => {
  const socket = connect(port, loopback)
  await once(socket, "connect")
  socket.write(
    unit(bindTransceiver, 1, Buffer.concat([text(name), text(password), text(""), numbers(0x34, 0, 0), text("")])),
  )
  return { socket, answer: await heard(socket) }
}

const address = (value: string): Buffer => Buffer.concat([numbers(1, 1), text(value)])
const texted = (words: string): Buffer =>
  Buffer.concat([
    text(""),
    address("34600111222"),
    address("34600333444"),
    numbers(0, 0, 0),
    text(""),
    text(""),
    numbers(1, 0, 0, 0, words.length),
    Buffer.from(words, "latin1"),
  ])

it("takes a text of an account that it knows, and says when it is too much", async ({ skip }) => {
  const server = smpp(skip)
  const { socket, answer } = await bound(server.port, server.systemId, server.password)
  expect(answer).toMatchObject({ status: 0, sequence: 1 })
  socket.write(unit(submit, 2, texted("Your order is here")))
  const taken = await heard(socket)
  expect(taken).toMatchObject({ status: 0, sequence: 2 })
  expect(taken.body.toString("latin1")).toBe(`sm-1\0`)
  expect(server.submitted[0]).toMatchObject({
    destination_addr: "34600333444",
    short_message: { message: "Your order is here" },
  })
  server.answer(0x58)
  socket.write(unit(submit, 3, texted("again")))
  expect(await heard(socket)).toMatchObject({ status: 0x58, sequence: 3 })
  server.answer(0)
  socket.destroy()
})

it("hands the text of a person to who is bound", async ({ skip }) => {
  const server = smpp(skip)
  const { socket } = await bound(server.port, server.systemId, server.password)
  const answered = server.deliver({
    source_addr: "34600333444",
    destination_addr: "34600111222",
    short_message: "STOP",
  })
  const came = await heard(socket)
  expect(came.command).toBe(deliver)
  expect(came.body.toString("latin1")).toContain("STOP")
  socket.write(unit(0x80000000 + deliver, came.sequence, text("")))
  expect(await answered).toMatchObject([{ command: "deliver_sm_resp", command_status: 0 }])
  socket.destroy()
})

it("binds nobody with a wrong password", async ({ skip }) => {
  const server = smpp(skip)
  const { socket, answer } = await bound(server.port, server.systemId, "guessed")
  expect(answer.status).toBe(0x0d)
  socket.destroy()
})
