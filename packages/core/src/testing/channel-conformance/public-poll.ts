import type { Channel, HttpShape } from "../../channel/channel.ts"
import type { PublicPolls } from "../../channel/public-poll.ts"
import { expectSame, expectThat } from "../expectation.ts"
import { check, type ConformanceCheck, missing, withoutThrowing } from "./check.ts"
import { bodyOf, callContext, type ChannelSubject, type Responses } from "./subject.ts"

type PollAnswers = NonNullable<Responses["publicPoll"]>

/** The largest poll that the network takes, by the limits that the channel declares. */
const largest = ({ limits }: PublicPolls) => ({
  id: "poll-1",
  to: "@shop",
  question: "¿".padEnd(limits.question - 1, "q"),
  options: Array.from({ length: limits.options }, (_, place) => `${place} é`.padEnd(limits.label, "o")),
  closesAt: callContext.now + limits.shortest,
})

const publishing = (polls: PublicPolls): ConformanceCheck =>
  check("capabilities", "publishes a poll of the size that it declares, with its question and every option", () => {
    const poll = largest(polls)
    const body = bodyOf(polls.publish(poll, callContext))
    for (const text of [poll.question, ...poll.options])
      expectThat(`the request says ${JSON.stringify(text.slice(0, 9))}`, body.includes(text))
    expectSame("the same poll makes the same request", bodyOf(polls.publish(poll, callContext)), body)
  })

const reading = (polls: PublicPolls, answers: PollAnswers): ConformanceCheck =>
  check("capabilities", "reads how a poll stands, option by option, and whether it is closed", () => {
    const found = polls.published(answers.published)
    expectThat("the recorded answer says which post it became", "provider" in found && found.provider !== "")
    const of = { provider: "provider" in found ? found.provider : "", poll: "1", isLast: true }
    expectThat("it can be asked when its time is over", polls.tally(of, callContext) !== undefined)
    expectSame("the recorded tally is read", polls.read(answers.tally), answers.stands)
  })

const failing = (polls: PublicPolls, answers: PollAnswers): ConformanceCheck =>
  check("refusals", "sees that a poll was not published, or not counted", () => {
    const broken = (response: PollAnswers["tally"]) =>
      [
        { ...response, status: 401 },
        { ...response, status: 500 },
        { ...response, body: "<html>" },
        { ...response, body: '{"ok":true,"result":{}}' },
      ] as const
    for (const response of broken(answers.published)) {
      const found = withoutThrowing("an answer of any kind is read", () => polls.published(response))
      expectThat(`an answer like ${response.body.slice(0, 9)} under ${response.status} is an error`, "error" in found)
    }
    for (const response of broken(answers.tally)) {
      const found = withoutThrowing("an answer of any kind is read", () => polls.read(response))
      expectThat(`a tally like ${response.body.slice(0, 9)} under ${response.status} is an error`, "error" in found)
    }
  })

/** Polls of the network's own, where a channel declares them. */
export const publicPollChecks = <Options extends object>(
  { extras: { polls } }: Channel & HttpShape,
  { responses }: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  if (!polls) return []
  const answers = responses?.publicPoll
  if (!answers) return [missing("capabilities", "`responses.publicPoll`", "the channel declares polls of its network")]
  return [publishing(polls), reading(polls, answers), failing(polls, answers)]
}
