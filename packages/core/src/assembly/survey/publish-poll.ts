import type { HttpShape } from "../../channel/channel.ts"
import type { PublicPolls } from "../../channel/public-poll.ts"
import { type Duration, parseDuration } from "../../kernel/duration.ts"
import { InputError } from "../../kernel/errors.ts"
import { textIn } from "../../kernel/localized.ts"
import { isPoll } from "../../survey/asking.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Loop } from "../loop.ts"
import { namedSurvey } from "./launch-options.ts"
import { keepPoll, type KeptPoll, type PublishedPoll, publishedOf, readPoll } from "./published-poll.ts"

/** Where a poll is published, and until when people vote. */
export interface PublishOptions {
  /** One of the channels of createEscucha whose network has polls. */
  readonly channel: string
  /** Where, in the words of the network: `@channel` or the id of a chat at Telegram. */
  readonly to?: string
  /** How long people vote: `"3 days"`. */
  readonly closes: Duration
  /** In which language it is asked; the survey's first, where it is left out. */
  readonly language?: string
  /** Your id of it: letters, digits, dots, hyphens and underscores. Publishing it again changes nothing. */
  readonly id?: string
}

const invalid = (field: string, remedy: string) => new InputError("invalid", field, remedy)

/** The polls of a channel, and how its calls are allowed. */
const networkOf = ({ setting }: Loop, name: string): Pick<HttpShape, "access"> & { readonly polls: PublicPolls } => {
  const channel = Object.hasOwn(setting.channels, name) ? setting.channels[name] : undefined
  if (!channel) throw new InputError("unknown", "channel", "name one of the channels of createEscucha")
  const { access, extras } = channel.shape === "http" ? channel : {}
  if (!extras?.polls)
    throw invalid(
      "channel",
      "its network has no polls in which nobody sees who voted for what; ask by link or in chats",
    )
  return { ...(access && { access }), polls: extras.polls }
}

/** What the poll says, within what the network takes. */
const wordsOf = ({ questions: [question] }: AnyDefinition, { limits }: PublicPolls, language: string | undefined) => {
  if (question?.kind !== "choice") throw invalid("survey", "name a poll: an anonymous survey of one choice")
  const text = textIn(question.text, language)
  const options = question.options.map(({ label }) => textIn(label, language))
  if (text.length > limits.question)
    throw invalid("survey", `the network takes questions of ${limits.question} characters; shorten it`)
  if (options.length > limits.options)
    throw invalid("survey", `the network takes ${limits.options} options; offer fewer`)
  const long = options.findIndex((label) => label.length > limits.label)
  if (long >= 0)
    throw invalid("survey", `the network takes options of ${limits.label} characters; shorten option ${long + 1}`)
  return { question: text, options, values: question.options.map(({ value }) => value) }
}

const lengthOf = (closes: Duration, { shortest, longest }: PublicPolls["limits"]): number => {
  const read = parseDuration(closes, "closes")
  if ("problem" in read) throw invalid(read.problem.field, read.problem.message)
  if (read.value < shortest || read.value > longest)
    throw invalid("closes", `the network takes from ${shortest / 60_000} minutes to ${longest / 86_400_000} days`)
  return read.value
}

/**
 * Publishes a poll where everybody votes. The network counts: who voted for what is told to nobody. A call whose answer is lost may have
 * published it; publish it anew under another id only after a look.
 */
export const publishPoll = async (
  loop: Loop,
  survey: AnyDefinition | string,
  { channel, to, closes, language, id = loop.freshId() }: PublishOptions,
): Promise<PublishedPoll> => {
  const definition = namedSurvey(loop.setting, survey)
  if (!isPoll(definition)) throw invalid("survey", "name a poll: an anonymous survey of one choice")
  if (!/^[\w.-]{1,64}$/.test(id)) throw invalid("id", "give at most 64 letters, digits, dots, hyphens or underscores")
  const { polls, access } = networkOf(loop, channel)
  if (polls.needsPlace && !to) throw invalid("to", "say where it is published: a chat or a channel of the network")
  const { question, options, values } = wordsOf(definition, polls, language ?? definition.languages?.[0])
  const length = lengthOf(closes, polls.limits)
  await loop.ready()
  const known = await readPoll(loop, id)
  if (known) return publishedOf(known)
  const publishedAt = loop.clock.now()
  const closesAt = publishedAt + length
  const made = await loop.tokens.use(channel, access, async (context) => {
    const request = polls.publish({ id, ...(to !== undefined && { to }), question, options, closesAt }, context)
    const called = await loop.transport(channel, request, { clock: loop.clock })
    return "error" in called ? called : polls.published(called.response)
  })
  if ("error" in made) throw made.error
  const poll: KeptPoll = {
    id,
    survey: definition.name,
    channel,
    provider: made.provider,
    poll: made.poll ?? made.provider,
    values,
    votes: values.map(() => 0),
    publishedAt,
    closesAt,
    isClosed: false,
    tallies: 0,
    key: `s_${loop.freshId()}`,
  }
  const isKept = await keepPoll(loop, poll)
  return publishedOf(isKept ? poll : ((await readPoll(loop, id)) ?? poll))
}
