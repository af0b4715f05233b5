import type { Channel, HttpShape } from "../../channel/channel.ts"
import type { Inbound } from "../../channel/inbound.ts"
import { expectSame, expectThat } from "../expectation.ts"
import { check, type ConformanceCheck, missing, notApplicable } from "./check.ts"
import { genuineHouse } from "./house.ts"
import { callContext, type ChannelSubject, type Responses } from "./subject.ts"
import { fetchedAccess } from "./token.ts"

type Http = Channel & HttpShape
type Poll = NonNullable<Http["poll"]>
type Polled = NonNullable<Responses["polled"]>

const messagesIn = (all: readonly Inbound[]): number => all.filter(({ type }) => type === "message").length

const readingCheck = (poll: Poll, answers: Polled): ConformanceCheck =>
  check("delivery-order", "fetches what came, each thing under one id, and goes on where it stopped", () => {
    const first = poll.request(undefined, callContext)
    expectThat("it asks over a private line", first.url.startsWith("https://"))
    const found = poll.read(answers.message)
    expectThat("a recorded answer is read", "inbound" in found && found.inbound.length > 0)
    expectSame("the same answer gives the same ids", poll.read(answers.message), found)
    const none = poll.read(answers.nothing)
    expectThat("an answer without news brings nothing in", "inbound" in none && none.inbound.length === 0)
    const next = poll.request(found.cursor, callContext)
    expectThat("it goes on where it stopped", next.url !== first.url || next.body !== first.body || !found.cursor)
  })

const onceCheck = <Options extends object>(
  channel: Http,
  poll: Poll,
  answers: Polled,
  subject: ChannelSubject<Options>,
): ConformanceCheck =>
  check("delivery-order", "takes once what it is given again and again", async () => {
    const found = poll.read(answers.message)
    const count = "inbound" in found ? messagesIn(found.inbound) : 0
    expectThat("somebody wrote", count > 0)
    const granted = subject.responses?.access?.granted
    const token = fetchedAccess(channel)?.request(callContext.now).url
    await using house = genuineHouse(channel, subject, [], {
      asks: true,
      answers: ({ url }) => (granted && url === token ? granted : answers.message),
    })
    await house.escucha.start()
    await house.escucha.clock.advance(poll.every * 3)
    expectThat("it asked more than once", house.network.calls.length > 1)
    expectSame(
      "each message is there once",
      house.entries().filter(({ kind }) => kind === "message-received").length,
      count,
    )
  })

const echoCheck = (poll: Poll, { echo }: Polled): ConformanceCheck =>
  echo
    ? check("echo", "does not fetch for a customer's message what we wrote ourselves", () => {
        const found = poll.read(echo)
        expectThat("an answer with our own words is read", "inbound" in found)
        expectSame("and brings no message in", messagesIn(found.inbound), 0)
      })
    : notApplicable("echo", "our own words do not come back: no `responses.polled.echo` is declared")

const failureCheck = (poll: Poll, answers: Polled): ConformanceCheck =>
  check("refusals", "sees that what came could not be fetched", () => {
    for (const response of [
      { ...answers.message, status: 500 },
      { ...answers.message, status: 401 },
      { ...answers.message, body: "<html>" },
      { ...answers.message, body: "[]" },
    ]) {
      const found = poll.read(response)
      expectThat(
        "an answer that says nothing is an error, or brings nothing in",
        "error" in found || found.inbound.length === 0,
      )
      if (response.status !== 200) expectThat(`a ${response.status} is an error`, "error" in found)
    }
  })

/** How a channel asks for what came, where the network sends no webhooks. */
export const pollChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { poll } = channel
  const answers = subject.responses?.polled
  if (!poll || !answers) return [missing("delivery-order", "responses.polled", "the channel asks for what came")]
  return [
    readingCheck(poll, answers),
    onceCheck(channel, poll, answers, subject),
    echoCheck(poll, answers),
    failureCheck(poll, answers),
    ...(poll.every >= 1_000
      ? []
      : [missing("rate-limits", "`every` of a second at least", "the channel asks again and again")]),
  ]
}
