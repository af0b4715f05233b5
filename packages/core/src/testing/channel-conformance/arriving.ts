import type { Channel, HttpShape, WebhookRequest } from "../../channel/channel.ts"
import type { Inbound } from "../../channel/inbound.ts"
import { StoreError } from "../../kernel/errors.ts"
import { expectSame, expectThat } from "../expectation.ts"
import { arrivalOf, inboundOf } from "./arrival.ts"
import { check, type ConformanceCheck, missing, notApplicable } from "./check.ts"
import { genuineHouse, type KitHouse, watchedStore, wiredHouse } from "./house.ts"
import { pollChecks } from "./poll.ts"
import type { ChannelSubject, Webhooks } from "./subject.ts"

const received = (house: Pick<KitHouse, "entries">): number =>
  house.entries().filter(({ kind }) => kind === "message-received").length

const isSuccess = ({ status }: { readonly status: number }): boolean => status >= 200 && status < 300

const messagesIn = (all: readonly Inbound[]): number => all.filter(({ type }) => type === "message").length

type Http = Channel & HttpShape

const duplicateCheck = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
  { valid }: Webhooks,
): ConformanceCheck =>
  check("delivery-order", "takes a webhook that comes a hundred times once, and says yes each time", async () => {
    await using house = genuineHouse(channel, subject, [valid])
    const first = await house.hook(valid)
    expectThat(`a genuine webhook is taken in; the answer was ${first.status} ${first.body}`, isSuccess(first))
    const once = received(house)
    expectThat("a genuine message lies on the timeline", once > 0)
    const answers = await Promise.all(Array.from({ length: 99 }, () => house.hook(valid)))
    expectThat("every repetition is answered as the first was", answers.every(isSuccess))
    expectSame("the message is there once", received(house), once)
  })

const forgeryCheck = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
  { valid, unsigned, foreign }: Webhooks,
): ConformanceCheck =>
  check("signature", "writes nothing of a forged call, and says the same whatever was wrong", async () => {
    await using house = genuineHouse(channel, subject, [valid])
    const encoded = new TextEncoder().encode(valid.body)
    const bytes = encoded.map((byte, index) => (index === Math.floor(encoded.length / 2) ? 0xff : byte))
    const forgeries: readonly WebhookRequest[] = [
      unsigned ?? { ...valid, headers: {} },
      { ...valid, bytes },
      ...(foreign ? [foreign] : []),
    ]
    const answers: { readonly status: number; readonly body: string }[] = []
    for (const forgery of forgeries) answers.push(await house.hook(forgery))
    for (const answer of answers) {
      expectThat(`a forged call is refused, not answered with ${answer.status}`, answer.status === 401)
      expectSame("every refusal says the same", answer.body, answers[0]?.body)
    }
    expectSame("nothing was written", house.entries().length, 0)
  })

const crashChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
  { valid }: Webhooks,
): readonly ConformanceCheck[] => [
  ...(["before", "after"] as const).map((when) =>
    check("crash", `loses nothing and doubles nothing when it dies ${when} a message is written`, async () => {
      const watched = watchedStore()
      await using house = genuineHouse(channel, subject, [valid], { watched })
      await house.escucha.start()
      watched.fail(when, new StoreError("failed"))
      const first = await house.hook(valid)
      expectThat("a yes is said only of what is written", !isSuccess(first) || received(house) > 0)
      const again = await house.hook(valid)
      expectThat("the provider's repetition is taken", isSuccess(again))
      expectSame(
        "the message is there once",
        received(house),
        messagesIn(inboundOf(channel, valid, subject.webhooks ?? { valid })),
      )
    }),
  ),
  check("crash", "knows after a restart what it took before it", async () => {
    const watched = watchedStore()
    await genuineHouse(channel, subject, [valid], { watched }).hook(valid)
    await using house = genuineHouse(channel, subject, [valid], { watched })
    const before = received(house)
    expectThat("the message is there", before > 0)
    expectThat("the provider's repetition is taken", isSuccess(await house.hook(valid)))
    expectSame("the message is there once", received(house), before)
  }),
]

const batchChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
  webhooks: Webhooks,
): readonly ConformanceCheck[] => {
  const { batch, partlyBad } = webhooks
  return [
    ...(batch
      ? [
          check("delivery-order", "takes in everything of a batch, once", async () => {
            const all = inboundOf(channel, batch, webhooks)
            expectThat("a batch brings several things in", all.length > 1)
            expectSame("each has an id of its own", new Set(all.map(({ id }) => id)).size, all.length)
            await using house = genuineHouse(channel, subject, [batch])
            for (let time = 0; time < 2; time += 1) expectThat("a batch is taken", isSuccess(await house.hook(batch)))
            expectSame("its messages are there once", received(house), messagesIn(all))
          }),
        ]
      : []),
    ...(partlyBad
      ? [
          check("delivery-order", "takes in what is good of a batch of which one thing cannot be read", async () => {
            const all = inboundOf(channel, partlyBad, webhooks)
            expectThat("what is good comes in", all.length > 0)
            await using house = genuineHouse(channel, subject, [partlyBad])
            expectThat("such a batch is taken: else it would come for ever", isSuccess(await house.hook(partlyBad)))
            expectSame("its messages are there", received(house), messagesIn(all))
          }),
        ]
      : []),
  ]
}

const echoCheck = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
  webhooks: Webhooks,
): ConformanceCheck => {
  const { echo } = webhooks
  if (!echo)
    return notApplicable("echo", "this provider does not tell us of what we sent: no `webhooks.echo` is declared")
  return check("echo", "does not take for a customer's message what we sent ourselves", async () => {
    expectSame("an echo brings no message in", messagesIn(inboundOf(channel, echo, webhooks)), 0)
    await using house = genuineHouse(channel, subject, [echo])
    expectThat("an echo is taken: else it would come for ever", isSuccess(await house.hook(echo)))
    expectSame("no message is on a timeline", received(house), 0)
  })
}

/** What lies on the timeline of a message of this channel that has words. */
export const arrivalCheck = <Options extends object>(
  channel: Channel,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  if (!channel.capabilities.inbound) return []
  return [
    check("capabilities", "brings a customer's message onto their timeline", async () => {
      const arrival = arrivalOf(channel, subject)
      expectThat("the kit was given a message with words", arrival !== undefined)
      await using house = wiredHouse(channel, subject)
      await house.receive(arrival)
      expectSame("the message is there", received(house), 1)
      const view = await house.escucha.customers.get(house.customer(arrival.address))
      expectThat(
        "the customer is known by the address, in the scheme and the account of the channel",
        view !== undefined,
      )
    }),
  ]
}

/** What the house around an http channel does with genuine webhooks: it takes each once, and loses none. */
export const arrivingChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { webhooks } = subject
  if (!channel.capabilities.inbound || (!channel.inbound && !channel.poll)) {
    const why = "nothing comes in here"
    return (["signature", "crash", "echo"] as const).map((family) => notApplicable(family, why))
  }
  if (!channel.inbound) {
    const why = "messages are fetched here, not sent to us"
    return [
      ...(["signature", "crash"] as const).map((family) => notApplicable(family, why)),
      ...pollChecks(channel, subject),
    ]
  }
  if (!webhooks) return [missing("delivery-order", "webhooks", "the channel takes webhooks")]
  return [
    duplicateCheck(channel, subject, webhooks),
    forgeryCheck(channel, subject, webhooks),
    ...crashChecks(channel, subject, webhooks),
    ...batchChecks(channel, subject, webhooks),
    echoCheck(channel, subject, webhooks),
    ...(channel.poll ? pollChecks(channel, subject) : []),
  ]
}
