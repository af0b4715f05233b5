// Mail over lines that stay open, as many as our adapter opens: https://www.rfc-editor.org/rfc/rfc5321,
// https://www.rfc-editor.org/rfc/rfc2920
import { smtp } from "@escucha/adapters/channels/smtp"
import { connect, type Socket } from "node:net"
import { createTransport } from "nodemailer"
import { callProvider } from "../../../packages/core/src/runtime/http.ts" // never called here: mail needs no HTTP
import { BenchError } from "../bench-error.ts"
import { cpuPerCall } from "../measure.ts"
import { costOf } from "../peak.ts"
import { type Row, rowOf } from "../row.ts"
import { each, manyOf } from "./http.ts"
import type { OpenSink } from "./open-sink.ts"
import { through } from "./ours.ts"
import { accounts, addressOf, type Sending, words } from "./provider.ts"

/** As many as our adapter opens. */
const lines = 5
const domain = "shop.example"

/** One line to the server, and how its replies are waited for. */
interface Line {
  readonly socket: Socket
  readonly reply: () => Promise<string>
  /** What was begun on it last. */
  busy: Promise<unknown>
}

const openLine = async (port: number): Promise<Line> => {
  const socket = connect(port, "127.0.0.1")
  socket.setNoDelay(true)
  socket.setEncoding("latin1")
  const waiting: ((line: string) => void)[] = []
  let left = ""
  socket.on("data", (bytes: string) => {
    left += bytes
    for (let end = left.indexOf("\r\n"); end >= 0; end = left.indexOf("\r\n")) {
      const line = left.slice(0, end)
      left = left.slice(end + 2)
      if (line[3] !== "-") waiting.shift()?.(line)
    }
  })
  const reply = () => new Promise<string>((resolve) => void waiting.push(resolve))
  const greeting = reply()
  await greeting
  socket.write("EHLO bench\r\n")
  await reply()
  return { socket, reply, busy: Promise.resolve() }
}

const encoded = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${btoa(text)}?=`)

/** A mail as short as it may be: the head that RFC 5322 asks for, and the words. */
const letterOf = (to: string, id: string): string =>
  `From: ${accounts.from}\r\nTo: ${to}\r\nSubject: ${encoded(words.subject)}\r\nMessage-ID: ${id}\r\n` +
  `Date: ${new Date().toUTCString().replace("GMT", "+0000")}\r\nMIME-Version: 1.0\r\n` +
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${words.text}\r\n.\r\n`

const idOf = (number: number): string => `<message-${number}@${domain}>`

const dialogue = async ({ socket, reply }: Line, to: string, id: string): Promise<string> => {
  const replies = [reply(), reply(), reply()]
  socket.write(`MAIL FROM:<${accounts.from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`)
  const said = await Promise.all(replies)
  if (said.some((line) => line > "4") || !said[2]?.startsWith("354"))
    throw new BenchError(`the sink said ${said.join()}`)
  const taken = reply()
  socket.write(letterOf(to, id))
  if (!(await taken).startsWith("2")) throw new BenchError("the sink took no mail")
  return id
}

/** The dialogue written by hand: the envelope in one write, the mail in another. */
const openDialogue = async (port: number) => {
  const open = await Promise.all(Array.from({ length: lines }, () => openLine(port)))
  const send: Sending = (number) => {
    const line = open[number % lines]
    if (!line) throw new BenchError("there is no line")
    const sent = line.busy.then(() => dialogue(line, addressOf("smtp", number), idOf(number)))
    line.busy = sent
    return sent
  }
  return { send, close: () => open.forEach(({ socket }) => socket.destroy()) }
}

const openNodemailer = (port: number) => {
  const transport = createTransport({
    host: "127.0.0.1",
    port,
    pool: true,
    maxConnections: lines,
    maxMessages: Infinity,
    ignoreTLS: true,
  })
  const send: Sending = async (number) => {
    const { messageId } = await transport.sendMail({
      from: accounts.from,
      to: addressOf("smtp", number),
      ...words,
      messageId: idOf(number),
    })
    return messageId
  }
  return { send, close: () => transport.close() }
}

/** Ours, through the adapter and its pool of lines. */
export const openOurs = async (
  port: number,
): Promise<{ readonly send: Sending; readonly close: () => Promise<void> }> => {
  const channel = smtp({ url: `smtp://127.0.0.1:${port}`, from: accounts.from })
  if (channel.shape !== "connection") throw new BenchError("smtp is no connection")
  const connection = await channel.open({
    now: () => Date.now(),
    receive: async () => {},
    report: (failure) => process.stderr.write(`smtp: ${String(failure)}\n`),
    call: (request, signal) => callProvider("smtp", request, { signal }),
  })
  return { send: through("smtp", { channel, connection, transport: callProvider }), close: connection.close }
}

/** Mail by SMTP. */
export const overSmtp = async ({ smtp: port }: OpenSink, rounds: number): Promise<Row> => {
  const [limit, ours, peer] = [await openDialogue(port), await openOurs(port), openNodemailer(port)]
  try {
    const sendings = { limit: limit.send, ours: ours.send, nodemailer: peer.send }
    for (const [name, send] of Object.entries(sendings))
      if ((await send(1)) !== idOf(1)) throw new BenchError(`smtp: ${name} tells another Message-ID`)
    const tasks = Object.fromEntries(Object.entries(sendings).map(([name, send]) => [name, manyOf(send)]))
    const samples = await cpuPerCall(tasks, rounds)
    const { peakRssMb, allocated } = await costOf(new URL("memory.ts", import.meta.url), ["smtp", String(port)])
    return rowOf(
      { case: "smtp", unit: "µs CPU", better: "lower" },
      {
        limit: each(samples["limit"]),
        ours: each(samples["ours"]),
        peers: { nodemailer: each(samples["nodemailer"]) },
      },
      { peakRssMb, figures: { "bytes allocated": allocated } },
    )
  } finally {
    limit.close()
    await ours.close()
    peer.close()
  }
}
