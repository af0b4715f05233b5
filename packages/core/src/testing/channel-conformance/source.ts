import type { Channel, HttpShape } from "../../channel/channel.ts"
import { expectSame, expectThat } from "../expectation.ts"
import { check, type ConformanceCheck } from "./check.ts"
import { wiredHouse } from "./house.ts"
import { callContext, outgoing, type ChannelSubject } from "./subject.ts"

/** What a source declares, and what becomes of a message that names it all the same. */
export const sourceCheck = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  check("capabilities", "carries nothing, and says so", () => {
    const { features, receipts, text } = channel.capabilities
    expectSame("it carries no part", features.length, 0)
    expectSame("it tells no receipts", receipts.length, 0)
    expectSame("it takes no text", text.max, 0)
    expectThat("it has a way in", channel.inbound !== undefined)
  }),
  check("capabilities", "sends nothing, even where a message names it", async () => {
    await using house = wiredHouse(channel, subject)
    const customer = house.customer(subject.address)
    const sent = await house.escucha.messages.send(customer, { text: "hola" }, { via: "kit" })
    const delivery = await sent.settled()
    expectSame("the message is withheld", delivery.status, "withheld")
    expectSame("nothing was handed to anybody", house.sent(), 0)
    const { url } = channel.request(outgoing(subject.address), callContext)
    expectThat("a request would go nowhere", !URL.canParse(url))
  }),
]
