import type { Channel, HttpResponse, HttpShape } from "../../channel/channel.ts"
import type { DeliveryError } from "../../kernel/errors.ts"
import { expectSame, expectThat } from "../expectation.ts"
import { faultTransport, type NetworkFault } from "../fault-transport.ts"
import { arrivalOf } from "./arrival.ts"
import { check, type ConformanceCheck, missing, notApplicable } from "./check.ts"
import { type KitHouse, wiredHouse, wordsOf } from "./house.ts"
import { callContext, type ChannelSubject, outgoing, secretsOf } from "./subject.ts"
import { fetchedAccess } from "./token.ts"

type Http = Channel & HttpShape

const faults: readonly (readonly [name: string, fault: NetworkFault, sent: DeliveryError["sent"]])[] = [
  ["a name that is not there", { kind: "dns" }, "no"],
  ["a refused connection", { kind: "refused" }, "no"],
  ["a certificate that does not hold", { kind: "tls" }, "no"],
  ["a connection that is never made", { kind: "no-connection" }, "no"],
  ["a line that is cut before the answer", { kind: "reset", taken: true }, "unknown"],
  ["a line that is cut in the answer", { kind: "reset-in-answer", taken: true }, "unknown"],
  ["silence before it was taken", { kind: "silence", taken: false }, "unknown"],
  ["silence after it was taken", { kind: "silence", taken: true }, "unknown"],
]

const accepted = ({ responses }: Pick<ChannelSubject<object>, "responses">): HttpResponse =>
  responses?.accepted ?? { status: 200, headers: {}, body: "{}" }

/** One call over a network with this fault, as the outbox makes it. */
const called = async (
  channel: Http,
  subject: Pick<ChannelSubject<object>, "responses" | "address">,
  fault: NetworkFault,
) => {
  const network = faultTransport({ faults: [fault], accepts: () => accepted(subject) })
  const request = channel.request(outgoing(subject.address), callContext)
  const answer = await network.transport(
    channel.id,
    request,
    fault.kind === "silence" ? { timeout: 5 } : {}, // nobody waits for what never comes
  )
  return "error" in answer ? ({ status: "failed", error: answer.error } as const) : channel.receipt(answer.response)
}

const classChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] =>
  faults.map(([name, fault, sent]) =>
    check("faults", `says "${sent}" of whether a message left after ${name}`, async () => {
      const came = await called(channel, subject, fault)
      expectThat("it is a failure, as a value", came.status === "failed")
      const { error } = came
      expectSame("it says whether the message may have left", error.sent, sent)
      expectThat("it may be tried again", error.retryable)
      const said = wordsOf(error)
      expectThat("no error quotes a secret", !secretsOf(subject).some((secret) => said.includes(secret)))
    }),
  )

/** Opens a conversation where there is a way in, and gives the name of the customer. */
export const greeted = async <Options extends object>(
  house: KitHouse,
  channel: Channel,
  subject: ChannelSubject<Options>,
) => {
  const arrival = arrivalOf(channel, subject)
  if (arrival) await house.receive(arrival)
  return house.customer(arrival?.address ?? subject.address)
}

/** Something of ours to them: where a channel only answers in public, an answer. */
export const written = (house: KitHouse, channel: Channel, customer: string) =>
  channel.capabilities.outbound === "public"
    ? house.escucha.messages.reply(customer, { text: "ya salió" })
    : house.escucha.messages.send(customer, { text: "ya salió" }, { via: "kit" })

const againCheck = <Options extends object>(channel: Http, subject: ChannelSubject<Options>): ConformanceCheck =>
  check("faults", "sends once what did not leave at first", async () => {
    const script: readonly NetworkFault[] = [{ kind: "dns" }, { kind: "refused" }, { kind: "tls" }]
    const isTokenFirst = fetchedAccess(channel) !== undefined
    await using house = wiredHouse(channel, subject, { faults: isTokenFirst ? [{ kind: "none" }, ...script] : script })
    const customer = await greeted(house, channel, subject)
    const message = await written(house, channel, customer)
    await house.escucha.clock.advance("2 hours")
    expectSame("the message is sent in the end", (await message.settled()).status, "sent")
    expectSame("the provider took it once", house.network.taken.length, isTokenFirst ? 2 : 1)
  })

const keyCheck = <Options extends object>(channel: Http, subject: ChannelSubject<Options>): ConformanceCheck => {
  if (channel.capabilities.idempotency.kind !== "key")
    return notApplicable("faults", "no key keeps a message from going out twice: the policy of its purpose decides")
  return check("faults", "sends again with the same key and the same bytes what may have left", async () => {
    await using house = wiredHouse(channel, subject, {
      faults: [...(fetchedAccess(channel) ? [{ kind: "none" } as const] : []), { kind: "reset", taken: true }],
    })
    const customer = await greeted(house, channel, subject)
    const message = await written(house, channel, customer)
    await house.escucha.clock.advance("2 hours")
    expectSame("the message is sent in the end", (await message.settled()).status, "sent")
    const [first, second] = house.network.taken.slice(fetchedAccess(channel) ? 1 : 0)
    expectThat("it was sent again", second !== undefined)
    expectSame("with the same key and the same bytes", second, first)
  })
}

/** Faults of the network on the way to the provider. */
export const faultChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  ...classChecks(channel, subject),
  againCheck(channel, subject),
  keyCheck(channel, subject),
]

const recordedRefusal = (channel: Http, response: HttpResponse, reason: DeliveryError["reason"], what: string) =>
  check("refusals", `knows ${what} by the provider's own words`, () => {
    const sent = channel.receipt(response)
    expectThat("it is a failure", sent.status === "failed")
    expectSame("by its name", sent.error.reason, reason)
    expectThat("nothing left, and trying again changes nothing", sent.error.sent === "no" && !sent.error.retryable)
  })

/** Refusals of the provider that have a name of their own. */
export const refusalChecks = <Options extends object>(
  channel: Http,
  { responses }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { windowClosed, optedOut, alreadyAccepted } = responses ?? {}
  return [
    ...(windowClosed ? [recordedRefusal(channel, windowClosed, "window-closed", "a closed window")] : []),
    ...(optedOut ? [recordedRefusal(channel, optedOut, "opted-out", "somebody who stopped our messages")] : []),
    ...(alreadyAccepted
      ? [
          check("refusals", "takes for a success what the provider has already", () => {
            expectThat("a message that is there already was sent", channel.receipt(alreadyAccepted).status !== "failed")
          }),
        ]
      : []),
    ...(responses ? [] : [missing("refusals", "responses.accepted", "the channel talks to a provider")]),
  ]
}

const isClosed = async (
  house: KitHouse,
  customer: string,
  send: () => Promise<{ readonly settled: () => Promise<{ readonly status: string; readonly because?: string }> }>,
): Promise<void> => {
  const before = house.sent()
  const delivery = await (await send()).settled()
  await house.escucha.settled()
  expectSame(`free words to ${customer ? "them" : "nobody"} are withheld`, delivery.status, "withheld")
  expectSame("because the window is closed", delivery.because, "window-closed")
  expectSame("nothing was handed to the provider", house.sent(), before)
}

/** The reply window: free words within it, and afterwards a refusal by name, without a call. */
export const windowChecks = <Options extends object>(
  channel: Channel,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { replyWindow, features } = channel.capabilities
  if (!replyWindow) return [notApplicable("window", "this channel may be written to at any time")]
  const isRecorded = channel.shape === "connection" || subject.responses?.windowClosed !== undefined
  return [
    ...(isRecorded ? [] : [missing("window", "responses.windowClosed", "the channel declares a reply window")]),
    check("window", "writes freely until the window closes, and not a moment longer", async () => {
      await using house = wiredHouse(channel, subject)
      const customer = await greeted(house, channel, subject)
      const send = () => written(house, channel, customer)
      expectSame("free words leave within the window", (await (await send()).settled()).status, "sent")
      const isThere = house.sent()
      expectThat("they were handed to the provider", isThere > 0)
      await house.escucha.clock.advance(replyWindow.length)
      await isClosed(house, customer, send)
    }),
    check("window", "does not write to somebody who never wrote", async () => {
      await using house = wiredHouse(channel, subject)
      const customer = house.customer(subject.address)
      await isClosed(house, customer, () => house.escucha.messages.send(customer, { text: "hola" }, { via: "kit" }))
    }),
    ...(features.includes("template")
      ? [
          check("window", "sends an approved template after the window", async () => {
            await using house = wiredHouse(channel, subject)
            const customer = await greeted(house, channel, subject)
            await house.escucha.clock.advance(replyWindow.length + 1)
            const template = { name: "order_update", language: "es", values: { "1": "Ana" } }
            const sent = await house.escucha.messages.send(customer, { text: "", template }, { via: "kit" })
            expectSame("a template leaves", (await sent.settled()).status, "sent")
          }),
        ]
      : []),
  ]
}

/** One word of each language of the product that stops, and one that starts. */
const stops = ["STOP", "BAJA", "PARAR", "Arrêt", "abmelden", "annulla", "baixa"]

/** Words and buttons by which people stop our messages. */
export const optOutChecks = <Options extends object>(
  channel: Channel,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  if (!channel.capabilities.inbound) return [notApplicable("opt-out", "nobody can say anything to us here")]
  if (channel.capabilities.outbound === false) return [notApplicable("opt-out", "nothing leaves by it")]
  if (channel.capabilities.outbound === "public")
    return [notApplicable("opt-out", "all that is said here is said in public, and we start nothing here")]
  return [
    ...stops.map((word) =>
      check("opt-out", `sends nothing more after "${word}"`, async () => {
        const arrival = arrivalOf(channel, subject)
        expectThat("the kit was given a message with words", arrival !== undefined)
        await using house = wiredHouse(channel, subject)
        await house.receive(arrival)
        const customer = house.customer(arrival.address)
        const send = () => written(house, channel, customer)
        expectSame("messages leave before", (await (await send()).settled()).status, "sent")
        const before = house.sent()
        await house.receive({ ...arrival, id: "stop-1", text: word })
        await house.escucha.settled()
        expectThat("one confirmation leaves, and no more", house.sent() <= before + 1)
        const confirmed = house.sent()
        const delivery = await (await send()).settled()
        expectSame("what we start is withheld", delivery.status, "withheld")
        expectSame("nothing was handed to the provider", house.sent(), confirmed)
      }),
    ),
    ...wishChecks(channel, subject),
  ]
}

const wishChecks = <Options extends object>(
  channel: Channel,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  if (channel.capabilities.optOut !== "network" || channel.shape !== "http" || !channel.inbound) return []
  const { webhooks } = subject
  if (!webhooks?.wish) return [missing("opt-out", "webhooks.wish", "people stop here by the network's own button")]
  const { wish } = webhooks
  return [
    check("opt-out", "sends nothing more after the network's own button", async () => {
      const parsed = channel.inbound?.parse(wish)
      const found = parsed && "inbound" in parsed ? parsed.inbound.find(({ type }) => type === "wish") : undefined
      expectThat("a stop by the network comes in as a wish", found?.type === "wish" && found.wish === "stop")
      await using house = wiredHouse(channel, subject)
      const customer = await greeted(house, channel, subject)
      const address = arrivalOf(channel, subject)?.address ?? subject.address
      await house.receive({ ...found, address })
      await house.escucha.settled()
      const before = house.sent()
      const purpose = found.purpose === "marketing" ? "marketing" : "service"
      const sent = await house.escucha.messages.send(customer, { text: "ya salió" }, { via: "kit", purpose })
      expectSame("what we start is withheld", (await sent.settled()).status, "withheld")
      expectSame("nothing was handed to the provider", house.sent(), before)
    }),
  ]
}
