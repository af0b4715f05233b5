import { degrade } from "../../channel/capability.ts"
import type { Channel, Connection, ConnectionHost, ConnectionShape, Outgoing, Sent } from "../../channel/channel.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import { check, ConformanceFailure, expectThat, type ConformanceCheck } from "./check.ts"
import { outgoing, secretsOf, type ChannelSubject } from "./subject.ts"

const host: ConnectionHost = { now: () => Date.UTC(2026, 0, 1), receive: async () => undefined }
const never = () => new AbortController().signal

const sent = async (connection: Connection, message: Outgoing, signal = never()): Promise<Sent> =>
  connection.send(message, signal).catch((cause: unknown) => {
    throw new ConformanceFailure("send gives a failure as a value, and never rejects", { cause })
  })

const failureOfSent = (came: Sent, situation: string): DeliveryError => {
  expectThat(came.status === "failed" && came.error instanceof DeliveryError, `${situation} is a failure, as a value`)
  return came.error
}

const hostile: readonly string[] = [
  "\r\nBcc: everyone@example.com",
  "a\r\n.\r\nMAIL FROM:<x@example.com>",
  "\0",
  "",
  "x".repeat(10_000),
  "<a@b>,<c@d>",
]

/** What an open connection has to do. */
export const connectionChecks = <Options extends object>(
  channel: Channel & ConnectionShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const opened = (name: string, use: (connection: Connection) => Promise<void>) =>
    check(name, async () => {
      const connection = await channel.open(host)
      try {
        await use(connection)
      } finally {
        await connection.close()
      }
    })
  const { content } = degrade(
    { text: "¿Ha llegado tu pedido?", subject: "Tu pedido", choices: [{ value: "yes", label: "Sí" }] },
    channel.capabilities,
  )
  const good = (id?: string) => outgoing(subject.address, content, id)
  return [
    opened("sends", async (connection) => {
      expectThat((await sent(connection, good())).status !== "failed", "a good message goes out")
    }),
    opened("sends many at once", async (connection) => {
      const all = await Promise.all(Array.from({ length: 20 }, (_, index) => sent(connection, good(`m_many_${index}`))))
      expectThat(
        all.every(({ status }) => status !== "failed"),
        "twenty good messages at once go out",
      )
    }),
    opened("gives the same answer to the same message again", async (connection) => {
      const first = await sent(connection, good())
      const second = await sent(connection, good())
      expectThat(first.status !== "failed" && second.status !== "failed", "a message goes out again")
      expectThat(first.provider === second.provider, "the provider's id of a message is stable")
    }),
    opened("does not send when it was aborted before", async (connection) => {
      const error = failureOfSent(await sent(connection, good(), AbortSignal.abort()), "a send that was aborted before")
      expectThat(error.sent === "no", "nothing left")
    }),
    opened("survives hostile addresses and texts", async (connection) => {
      for (const text of hostile) {
        await sent(connection, outgoing(text, content, "m_address"))
        const carried = degrade({ text, subject: text }, channel.capabilities).content
        const came = await sent(connection, outgoing(subject.address, carried, "m_text"))
        const said = came.status === "failed" ? `${came.error.message} ${String(came.error.cause)}` : ""
        expectThat(!secretsOf(subject).some((secret) => said.includes(secret)), "no error quotes a secret")
      }
      expectThat((await sent(connection, good("m_after"))).status !== "failed", "a good message goes out after them")
    }),
    check("does not send after it was closed", async () => {
      const connection = await channel.open(host)
      await connection.close()
      const error = failureOfSent(await sent(connection, good()), "a send after close")
      expectThat(error.sent === "no", "nothing left")
    }),
    check("opens again after it was closed, and closes twice", async () => {
      const first = await channel.open(host)
      await first.close()
      await first.close()
      const second = await channel.open(host)
      expectThat((await sent(second, good())).status !== "failed", "a channel that was opened again sends")
      await second.close()
    }),
  ]
}
