import type {
  Channel,
  Connection,
  ConnectionHost,
  ConnectionShape,
  HttpResponse,
  Outgoing,
  Sent,
} from "../../channel/channel.ts"
import { DeliveryError } from "../../kernel/errors.ts"
import { ConformanceError, expectThat } from "../expectation.ts"
import { check, type ConformanceCheck } from "./check.ts"
import type { Family } from "./family.ts"
import { firstPayload, outgoing, secretsOf, type ChannelSubject } from "./subject.ts"

const nothingSaid: HttpResponse = { status: 200, headers: {}, body: "{}" }

/** A house that takes in nothing. Calls that a connection makes by its transport are answered as the provider was recorded. */
const hostOf = ({ responses }: Pick<ChannelSubject<object>, "responses">): ConnectionHost => ({
  now: () => Date.UTC(2026, 0, 1),
  receive: async () => undefined,
  report: () => {}, // nobody waits for what went wrong; what the checks wait for is the outcome of the call
  call: async () => ({ response: responses?.accepted ?? nothingSaid }),
})
const never = () => new AbortController().signal

const sent = async (connection: Connection, message: Outgoing, signal = never()): Promise<Sent> =>
  connection.send(message, signal).catch((cause: unknown) => {
    throw new ConformanceError("send gives a failure as a value", "it rejected", { cause })
  })

const failureOfSent = (came: Sent, situation: string): DeliveryError => {
  expectThat(`${situation} is a failure, as a value`, came.status === "failed" && came.error instanceof DeliveryError)
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

type OpenChannel = Channel & ConnectionShape

/** A check with an open connection, which is closed whatever comes of it. */
const opened = (
  channel: OpenChannel,
  host: ConnectionHost,
  family: Family,
  name: string,
  use: (connection: Connection) => Promise<void>,
): ConformanceCheck =>
  check(family, name, async () => {
    const connection = await channel.open(host)
    try {
      await use(connection)
    } finally {
      await connection.close()
    }
  })

/** Messages that this channel has to take. */
const goodMessage = (channel: OpenChannel, address: string) => {
  const content = firstPayload(
    { text: "¿Ha llegado tu pedido?", subject: "Tu pedido", choices: [{ value: "yes", label: "Sí" }] },
    channel.capabilities,
  )
  return (id?: string) => outgoing(address, content, id)
}

const sendingChecks = (
  channel: OpenChannel,
  { address, ...subject }: Pick<ChannelSubject<object>, "address" | "freshIds" | "responses">,
  secrets: readonly string[],
): readonly ConformanceCheck[] => {
  const host = hostOf(subject)
  const good = goodMessage(channel, address)
  return [
    opened(channel, host, "capabilities", "sends", async (connection) => {
      expectThat("a good message goes out", (await sent(connection, good())).status !== "failed")
    }),
    opened(channel, host, "faults", "sends many at once", async (connection) => {
      const all = await Promise.all(Array.from({ length: 20 }, (_, index) => sent(connection, good(`m_many_${index}`))))
      expectThat(
        "twenty good messages at once go out",
        all.every(({ status }) => status !== "failed"),
      )
    }),
    opened(channel, host, "delivery-order", "gives the same answer to the same message again", async (connection) => {
      const first = await sent(connection, good())
      const second = await sent(connection, good())
      expectThat("a message goes out again", first.status !== "failed" && second.status !== "failed")
      const isSame = subject.freshIds === true || first.provider === second.provider
      expectThat("the provider's id of a message is stable", isSame)
    }),
    opened(channel, host, "faults", "does not send when it was aborted before", async (connection) => {
      const error = failureOfSent(await sent(connection, good(), AbortSignal.abort()), "a send that was aborted before")
      expectThat("nothing left", error.sent === "no")
    }),
    opened(channel, host, "discretion", "survives hostile addresses and texts", async (connection) => {
      for (const text of hostile) {
        await sent(connection, { ...good("m_address"), address: text })
        const carried = firstPayload({ text, subject: text }, channel.capabilities)
        const came = await sent(connection, outgoing(address, carried, "m_text"))
        const said = came.status === "failed" ? `${came.error.message} ${String(came.error.cause)}` : ""
        expectThat("no error quotes a secret", !secrets.some((secret) => said.includes(secret)))
      }
      expectThat("a good message goes out after them", (await sent(connection, good("m_after"))).status !== "failed")
    }),
  ]
}

const closingChecks = (
  channel: OpenChannel,
  { address, ...subject }: Pick<ChannelSubject<object>, "address" | "freshIds" | "responses">,
): readonly ConformanceCheck[] => {
  const host = hostOf(subject)
  const good = goodMessage(channel, address)
  return [
    check("faults", "does not send after it was closed", async () => {
      const connection = await channel.open(host)
      await connection.close()
      const error = failureOfSent(await sent(connection, good()), "a send after close")
      expectThat("nothing left", error.sent === "no")
    }),
    check("faults", "opens again after it was closed, and closes twice", async () => {
      const first = await channel.open(host)
      await first.close()
      await first.close()
      const second = await channel.open(host)
      expectThat("a channel that was opened again sends", (await sent(second, good())).status !== "failed")
      await second.close()
    }),
  ]
}

/** What a connection has to do, open and closed. */
export const connectionChecks = <Options extends object>(
  channel: OpenChannel,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  ...sendingChecks(channel, subject, secretsOf(subject)),
  ...closingChecks(channel, subject),
]
