import * as z from "zod"
import conversations from "../sample/conversations.json" with { type: "json" }
import orders from "../sample/orders.json" with { type: "json" }
import type { DeskApp } from "./app.ts"
import { tellChannels } from "./sample-channels.ts"
import { tellPeople } from "./sample-people.ts"
import { tellAnswers } from "./sample-surveys.ts"

const line = z.strictObject({
  id: z.string(),
  minutesAgo: z.number().nonnegative(),
  customer: z.string(),
  name: z.string(),
  channel: z.enum(["chat", "email", "telegram", "sandbox"]),
  language: z.enum(["es", "en"]),
  from: z.enum(["customer", "team"]),
  author: z.string().optional(),
  text: z.string(),
})
const order = z.strictObject({
  id: z.string(),
  minutesAgo: z.number().nonnegative(),
  customer: z.string(),
  order: z.string(),
  what: z.string(),
  total: z.number(),
  currency: z.string(),
})

type SampleLine = z.infer<typeof line>
type SampleOrder = z.infer<typeof order>

/** What some of them answered when they were asked whether they would recommend us. */
const scores: {
  readonly [customer: string]: readonly [score: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10, why?: string]
} = {
  "iker-sanz": [10],
  "emma-clarke": [10],
  "elena-duarte": [10],
  "ben-whitlock": [9],
  "sofia-almeida": [9],
  "mateo-rius": [10],
  "clara-nilsen": [9],
  "jonas-lind": [9],
  "priya-nair": [8, "Show the plug in the photos."],
  "ruben-costa": [7, "Avisar antes de las cancelaciones."],
  "helen-marsh": [9],
  "william-hart": [7, "Call when the van is late."],
}

const minute = 60_000

/** What is older is history, with clocks that began at its own time; what is younger comes in now, so that rules answer it. */
const recent = 2

const schemes = { chat: "visitor", email: "email", telegram: "telegram", sandbox: "sandbox" } as const

/** Where a person of the sample is known on a channel. Nobody has these addresses. */
const addressOf = (customer: string, channel: SampleLine["channel"]): string =>
  channel === "email" ? `${customer.replace("-", ".")}@example.com` : `sample-${customer}`

const tell = async (
  app: DeskApp,
  { id, minutesAgo, customer, channel, language, name, from, author = "Ana", text }: SampleLine,
  now: number,
): Promise<void> => {
  const at = now - minutesAgo * minute
  const address = addressOf(customer, channel)
  if (from === "team") await app.conversations.record({ id: `sample:${id}`, at, author, channel, address, text })
  else
    await app.conversations.receive(
      channel,
      [{ type: "message", id: `sample:${id}`, address, text, at, name, language }],
      { historic: minutesAgo > recent },
    )
}

const introduce = async (
  app: DeskApp,
  customer: string,
  lines: readonly SampleLine[],
  placed: readonly SampleOrder[],
  now: number,
): Promise<void> => {
  const [first] = lines
  if (!first) return
  const oldest = Math.max(first.minutesAgo, ...placed.map(({ minutesAgo }) => minutesAgo)) + 1
  const also = [...new Set(lines.map(({ channel }) => `${schemes[channel]}:${addressOf(customer, channel)}`))]
  await app.customers.identify(
    customer,
    { name: first.name, language: first.language },
    { id: `sample:${customer}`, at: now - oldest * minute, also },
  )
  for (const { id, minutesAgo, order: number, what, total, currency } of placed) {
    await app.customers.track(
      customer,
      "order-placed",
      { order: number, what, total, currency },
      { id: `sample:${id}`, at: now - minutesAgo * minute },
    )
  }
  for (const each of lines) await tell(app, each, now)
}

const answer = async (app: DeskApp, customer: string): Promise<void> => {
  const [score, why] = scores[customer] ?? []
  if (score === undefined) return
  const response = `web:sample.${customer}` // pages begin their own
  await app.surveys.answer(customer, {
    survey: "recommend",
    response,
    question: "score",
    value: score,
    id: `sample:web:${customer}:score`,
  })
  if (why !== undefined)
    await app.surveys.answer(customer, {
      survey: "recommend",
      response,
      question: "why",
      value: why,
      id: `sample:web:${customer}:why`,
    })
}

/** Whether the sample belongs into this house: nobody is in it yet, or people of the sample are. It never joins a team's own customers. */
export const isForSample = async (app: DeskApp): Promise<boolean> => {
  if ((await app.store.size()).customers === 0) return true
  const people = new Set(conversations.map(({ customer }) => customer))
  const found = await Promise.all([...people].map((customer) => app.customers.get(customer)))
  return found.some((each) => each !== undefined)
}

/**
 * Tells the house the conversations that ship with the example, as if they had ended just now. Every input has an id of its own: a second
 * start tells them again and changes nothing.
 */
export const playSample = async (app: DeskApp, now: number): Promise<void> => {
  const lines = z
    .array(line)
    .parse(conversations)
    .toSorted((one, two) => two.minutesAgo - one.minutesAgo)
  const placed = Map.groupBy(z.array(order).parse(orders), ({ customer }) => customer)
  await Promise.all(
    [...Map.groupBy(lines, ({ customer }) => customer)].map(async ([customer, own]) => {
      await introduce(app, customer, own, placed.get(customer) ?? [], now)
      await answer(app, customer)
    }),
  )
  await tellAnswers(app)
  await tellPeople(app, now)
  await tellChannels(app, now)
  await app.settled()
}
