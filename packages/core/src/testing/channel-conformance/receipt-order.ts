import type { Channel, HttpShape, WebhookRequest } from "../../channel/channel.ts"
import type { InboundReceipt } from "../../channel/inbound.ts"
import { expectSame, expectThat } from "../expectation.ts"
import { arrivalOf, inboundOf } from "./arrival.ts"
import { check, type ConformanceCheck, missing, notApplicable } from "./check.ts"
import { wiredHouse } from "./house.ts"
import { written } from "./sending.ts"
import type { ChannelSubject, Webhooks } from "./subject.ts"

type Status = InboundReceipt["status"]

const receiptIn = (channel: Channel & HttpShape, request: WebhookRequest, webhooks: Webhooks) =>
  inboundOf(channel, request, webhooks).find((one) => one.type === "receipt")

/** Every order of a few things. */
const ordersOf = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, index) => ordersOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))

const readChecks = (
  channel: Channel & HttpShape,
  webhooks: Webhooks,
  given: readonly (readonly [Status, WebhookRequest])[],
): readonly ConformanceCheck[] =>
  given.map(([status, request]) =>
    check("delivery-order", `reads a receipt of what was ${status}`, () => {
      const receipt = receiptIn(channel, request, webhooks)
      expectThat("a genuine receipt comes in as one", receipt !== undefined)
      expectSame("with what it says", receipt.status, status)
      expectThat("with the message that it is about", receipt.message !== "")
    }),
  )

const orderCheck = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
  webhooks: Webhooks,
  given: readonly (readonly [Status, WebhookRequest])[],
): ConformanceCheck => {
  const statuses = new Set(given.map(([status]) => status))
  return check("delivery-order", "comes to the same end whatever the order of the receipts", async () => {
    const reached = statuses.has("read") ? "read" : statuses.has("delivered") ? "delivered" : "sent"
    const answer = subject.responses?.accepted
    const taken = answer && channel.receipt(answer)
    const provider = taken && taken.status !== "failed" ? taken.provider : undefined
    expectThat("a recorded success gives the provider's id of the message", provider !== undefined)
    const receipts = given.flatMap(([, request]) => receiptIn(channel, request, webhooks) ?? [])
    for (const order of ordersOf(receipts.filter(({ status }) => status !== "failed"))) {
      await using house = wiredHouse(channel, subject)
      const arrival = arrivalOf(channel, subject)
      const address = arrival?.address ?? subject.address
      if (arrival) await house.receive(arrival)
      const message = await written(house, channel, house.customer(address))
      await message.settled()
      const at = house.escucha.clock.now()
      for (const [index, receipt] of order.entries()) {
        const about = typeof receipt.message === "string" ? provider : { upTo: at + 60_000 }
        await house.receive({ ...receipt, id: `receipt-${index}`, address, message: about, at: at + 1_000 })
      }
      const delivery = await house.escucha.messages.delivery(house.customer(address), message.id)
      expectSame(`after ${order.map(({ status }) => status).join(", ")}`, delivery?.status, reached)
    }
  })
}

/** What becomes of the receipts of a channel, in whatever order they come. */
export const receiptOrderChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { receipts } = channel.capabilities
  const { webhooks } = subject
  if (receipts.length === 0) return [notApplicable("delivery-order", "this provider sends no receipts")]
  if (!webhooks) return []
  const fixtures = webhooks.receipts ?? {}
  const given = (["sent", "delivered", "read", "failed"] as const).flatMap((status) => {
    const request = fixtures[status]
    return request ? [[status, request] as const] : []
  })
  const lacking = receipts.filter((status) => fixtures[status] === undefined)
  if (lacking.length > 0)
    return lacking.map((status) =>
      missing("delivery-order", `webhooks.receipts.${status}`, `the channel declares receipts of what was ${status}`),
    )
  return [...readChecks(channel, webhooks, given), orderCheck(channel, subject, webhooks, given)]
}
