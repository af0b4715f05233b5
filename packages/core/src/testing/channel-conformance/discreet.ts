import type { Channel, HttpShape, HttpResponse } from "../../channel/channel.ts"
import { expectThat } from "../expectation.ts"
import { check, type ConformanceCheck } from "./check.ts"
import { wiredHouse, wordsOf } from "./house.ts"
import { greeted, written } from "./sending.ts"
import { callContext, type ChannelSubject, outgoing, secretsOf } from "./subject.ts"
import { fetchedAccess } from "./token.ts"

/** Whatever was said while a message failed in every way: nobody may read a secret in it. */
const failedInEveryWay = async <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
  answer: HttpResponse,
): Promise<string> => {
  await using house = wiredHouse(channel, subject, {
    faults: [
      ...(fetchedAccess(channel) ? [{ kind: "none" } as const] : []),
      ...Array.from({ length: 5 }, () => ({ kind: "answer", response: answer }) as const),
      { kind: "tls" },
    ],
  })
  const customer = await greeted(house, channel, subject)
  const message = await written(house, channel, customer)
  await house.escucha.clock.advance("3 hours")
  const delivery = await house.escucha.messages.delivery(customer, message.id)
  const view = await house.escucha.customers.get(customer)
  return [JSON.stringify(house.entries()), JSON.stringify(delivery), JSON.stringify(view), house.reported()].join("\n")
}

/** Whether a secret shows in what is written, reported or shown when things go wrong. */
export const discreetChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const secrets = secretsOf(subject)
  const url = (): string => channel.request(outgoing(subject.address), callContext).url
  const quiet = (said: string) => !secrets.some((secret) => said.includes(secret))
  return [
    check("discretion", "writes no secret down, whatever the provider repeats", async () => {
      for (const status of [401, 403, 429, 500]) {
        const body = JSON.stringify({
          error: { message: secrets.join(" ") },
          url: url(),
          description: secrets.join(" "),
        })
        const said = await failedInEveryWay(channel, subject, {
          status,
          headers: { "x-request": secrets.join("-") },
          body,
        })
        expectThat(
          `after a ${status} no secret is on the timeline, in a report or in what the desk is shown`,
          quiet(said),
        )
      }
    }),
    check("discretion", "says no secret in an error", () => {
      for (const status of [200, 400, 401, 404, 429, 500])
        for (const body of [secrets.join(" "), JSON.stringify({ message: secrets.join(" "), url: url() })]) {
          const sent = channel.receipt({ status, headers: {}, body })
          expectThat(`an error of a ${status} quotes no secret`, sent.status !== "failed" || quiet(wordsOf(sent.error)))
        }
    }),
  ]
}
