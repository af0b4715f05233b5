import type { Choice, Content, Link } from "../../channel/content.ts"
import { marksOf } from "../../channel/choice-mark.ts"
import { escapeMarkup } from "../../channel/markup.ts"
import type { Outgoing } from "../../conversation/outbox.ts"
import type { StreamId } from "../../kernel/ids.ts"
import { type Localized, textIn } from "../../kernel/localized.ts"
import type { Whole } from "../../runtime/house.ts"
import type { AskedResponse } from "../../survey/asking.ts"
import { choicesOf } from "../../survey/prompt.ts"
import type { Question } from "../../survey/question.ts"
import { mediumOf } from "../decide/survey-around.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { languageOf } from "../rows.ts"
import { claimsFor, surveyLinks, type SurveyClaims, type SurveyLinks } from "./link.ts"
import { askedIn, type Standing, standingOf } from "./standing.ts"

/** So many answers are links of a mail at most; a longer list is on the page. */
const mostLinks = 12

const onThePage: Localized = { es: "Responder en la web", en: "Answer on the web" }

/** The survey by whose name a message was written, and the question that it asks: its id ends with that. */
const askedBy = (
  message: string,
  author: string,
): { readonly survey: string; readonly question: string } | undefined => {
  const [, survey] = /^survey:(.+)$/.exec(author) ?? []
  const question = message.slice(message.lastIndexOf("/") + 1).split(".", 1)[0] ?? ""
  return survey === undefined || !message.includes("/") || question === "end" ? undefined : { survey, question }
}

type Held = readonly [stream: StreamId, response: AskedResponse]

/** The response that a message asks: the one that its id names, else the one asked last of those that wait, of this place first. */
const responseOf = (customer: Whole<State>, stream: StreamId, message: string, survey: string): Held | undefined => {
  const held = [...customer.streams].flatMap(([each, { state }]) =>
    Object.values(state.surveys).map((response): Held => [each, response]),
  )
  const ours = held.filter(([, response]) => response.survey === survey)
  const waiting = ours
    .filter(([, { question }]) => question !== null)
    .toSorted(([one, a], [other, b]) => Number(other === stream) - Number(one === stream) || b.askedAt - a.askedAt)
  return ours.find(([, { id }]) => message.startsWith(`${id}/`)) ?? waiting[0]
}

const valueOf = ({ kind }: Question, { value }: Choice): NonNullable<SurveyClaims["value"]> => {
  if (kind === "consent") return value === "yes"
  return kind === "choice" || kind === "dropdown" || kind === "image-choice" ? value : Number(value)
}

/** The answers to a question, each as a link: a scale in one line, options one under the other, marked as a reply would name them. */
const answerLinks = async (
  { urlOf }: SurveyLinks,
  claims: SurveyClaims,
  question: Question,
  language: string | undefined,
): Promise<string | undefined> => {
  const choices = choicesOf(question, language)
  if (!choices || choices.length > mostLinks) return undefined
  const marks = marksOf(choices.map(({ label }) => label))
  const links = await Promise.all(
    choices.map(async (choice) => {
      const url = await urlOf({ ...claims, question: question.id, value: valueOf(question, choice) })
      return `[${escapeMarkup(choice.label)}](${url})`
    }),
  )
  if (!marks) return links.join(" · ")
  return links
    .map((link, index) => `${marks[index] ?? ""}${/\d/.test(marks[index] ?? "") ? "." : ")"} ${link}`)
    .join("\n")
}

/** Whether a question is better answered on a page than one thing at a time, or cannot be answered there at all. */
const needsPage = (question: Question, draft: unknown, isChat: boolean): boolean => {
  switch (question.kind) {
    case "file":
      return !isChat // a chat takes the file itself
    case "panel":
      return draft === undefined
    case "matrix":
      return draft === undefined && question.rows.length > 3
    case "ranking":
      return draft === undefined && question.top > 3
    case "max-diff":
      return draft === undefined && question.sets.length > 2
    case "contact":
      return draft === undefined && question.fields.length > 2
    default:
      return false
  }
}

const inMail = async (
  links: SurveyLinks,
  claims: SurveyClaims,
  question: Question | undefined,
  content: Content,
  language: string | undefined,
): Promise<Content> => {
  const { choices: _, text, format, ...rest } = content
  const answers = question && (await answerLinks(links, claims, question, language))
  const page = `[${escapeMarkup(textIn(onThePage, language))}](${await links.urlOf(claims)})`
  const words = format === "markdown" ? text : escapeMarkup(text)
  return { ...rest, text: [words, ...(answers === undefined ? [] : [answers]), page].join("\n\n"), format: "markdown" }
}

/** What a message asks, and of whom. */
interface AskedThere {
  readonly customer: Whole<State>
  readonly standing: Standing
  readonly question: Question | undefined
  readonly draft: unknown
}

const askedThere = async (
  loop: Loop,
  stream: StreamId,
  message: string,
  author: string,
): Promise<AskedThere | undefined> => {
  const asked = askedBy(message, author)
  const customer = asked && (await loop.whole(stream))
  const held = customer && responseOf(customer, stream, message, asked.survey)
  const standing = held && (await standingOf(loop, customer, ...held))
  if (!standing) return undefined
  return { customer, standing, question: askedIn(standing, asked.question), draft: held[1].draft }
}

/**
 * A question of a survey as it leaves: by mail its answers are links, each of which opens a page that asks before it takes the answer,
 * because scanners open every link; where a page is the better place, there is a link to it. They are put in at the last moment, so that
 * the timeline keeps the words alone, and are the same at every attempt.
 */
export const withSurveyLinks = async (
  loop: Loop,
  stream: StreamId,
  message: string,
  { author, channel, content, markedAt }: Pick<Outgoing, "author" | "channel" | "content" | "markedAt">,
): Promise<Content> => {
  const links = author.startsWith("survey:") ? surveyLinks(loop.setting) : undefined
  const medium = mediumOf(loop.setting, channel)
  const known = Object.hasOwn(loop.setting.channels, channel) ? loop.setting.channels[channel] : undefined
  if (!links || medium === "voice" || known?.web) return content // the web chat is a page already
  const asked = await askedThere(loop, stream, message, author)
  if (!asked) return content
  const { customer, standing, question, draft } = asked
  const claims = claimsFor(standing.stream, standing.response, markedAt ?? loop.clock.now())
  const language = languageOf(customer)
  // a sandbox stands in for a channel of its scheme
  const isMail = medium === "email" || (known?.kind === "sandbox" && known.scheme === "email")
  if (isMail) return inMail(links, claims, question, content, language)
  if (!question || !needsPage(question, draft, medium === "chat")) return content
  const page: Link = { label: textIn(onThePage, language), url: await links.urlOf(claims) }
  return { ...content, links: [...(content.links ?? []), page] }
}
