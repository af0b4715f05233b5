import { count, createEscucha, defineSegment, sum } from "@escucha/core"
import { email, exact, name } from "@escucha/core/matching"
import { phone } from "@escucha/core/phone"
import { sqlite } from "@escucha/core/sqlite"
import * as z from "zod"
import { channelsOf, templates } from "./channels.ts"
import type { Secrets } from "./secrets.ts"
import { surveys } from "./surveys.ts"
import { topics } from "./topics.ts"

const traits = {
  name: z.string().max(200),
  language: z.enum(["es", "en"]),
  email: z.email(),
  city: z.string().max(100),
  company: z.string().max(100),
  phone: z.string().max(40),
}

const order = z.object({
  order: z.string(),
  what: z.string(),
  total: z.number(),
  currency: z.string().length(3),
})

const zone = "Europe/Madrid"

/** What this house asks, and what answers in own words are told apart by, what is given for them. */
const asked = {
  surveys,
  topics,
  incentives: {
    coffee: {
      text: { es: "Un café en la tienda, con el código KAFFA", en: "A coffee in the shop, with the code KAFFA" },
      code: "KAFFA",
      atMost: 200,
      within: "90 days",
    },
  },
} as const

/** When we may write to people by ourselves, and by when we promise to answer. */
const contact = { quietHours: ["21:00", "09:00"], atMost: "3 per 7 days", answerWithin: "15 minutes", zone } as const

/** Of an answer nobody knows whether it left: a person decides. */
const delivery = { answer: { uncertain: "hold" } } as const

const team = {
  lead: ["Ana"],
  retention: ["Ana", "Marcos"],
  hours: { zone, weekdays: ["09:00-14:00", "16:00-19:00"], saturday: ["10:00-14:00"] },
} as const

/** What customers are known by, as far as the usual does not suit: telephone numbers have one form, a switchboard is nobody's own. */
const identifiers = { tel: phone({ country: "ES" }), switchboard: { shared: true } } as const

/** What we write for beside service, on what it rests, and what people read before they say yes. */
const purposes = {
  newsletter: {
    basis: "consent",
    channels: ["email", "telegram"],
    version: "2026-01",
    text: {
      es: "Quiero recibir el boletín con novedades y consejos, una vez al mes. Puedo dejarlo cuando quiera.",
      en: "I want the newsletter with news and advice, once a month. I can stop it whenever I want.",
    },
  },
  "similar-products": { basis: "soft-opt-in", channels: ["email"] },
} as const

/** What is computed of customers from what they ordered. */
const computed = { orders: count("order-placed"), spent: sum("order-placed", "total") } as const

const declared = { traits, events: { "order-placed": order }, computed } as const

/** Groups of customers by what they order. */
const segments = [
  defineSegment<typeof declared>("regulars", ({ events }) => events["order-placed"].count.atLeast(4)),
  defineSegment<typeof declared>("ordered-lately", ({ events }) => events["order-placed"].last.within("30 days")),
  defineSegment<typeof declared>("big-spenders", ({ traits: { spent } }) => spent.atLeast(700)),
] as const

/** Where the application lives, and what only it may know. */
export interface AppPlace {
  readonly file: string
  readonly secrets: Secrets
  readonly token?: string
  /** Where the desk is reached: links in messages begin with it. */
  readonly url?: string
}

const usualUrl = "http://127.0.0.1:4310"

/** The application behind the desk: what it remembers, by which channels it talks, and what it does by itself. */
export const createApp = ({ file, secrets, token = secrets.deskToken, url = usualUrl }: AppPlace) =>
  createEscucha({
    store: sqlite(file),
    secret: secrets.secret,
    publicUrl: url,
    ...declared,
    segments,
    lifecycle: { event: "order-placed" },
    matching: { fields: { name: name(), city: exact({ frequency: true }), email: email() } },
    value: { event: "order-placed", amount: "total", currency: "EUR" },
    sources: ["crm", "app"],
    identifiers,
    purposes,
    channels: channelsOf(secrets.chatSecret),
    ...asked,
    contact,
    delivery,
    team,
    desk: { token, user: "Ana", templates },
    rules: [
      {
        name: "a person calls whoever is upset",
        on: "mood-changed",
        when: ({ mood }) => mood.is("upset"),
        atMost: "once per 7 days",
        do: async ({ because }, act) => {
          // An acknowledgement: only the call itself answers them, so the clock goes on. Nobody is told so of something long past.
          if (!act.historic)
            await act.reply(
              {
                es: "Lo sentimos mucho. Hoy te llama una persona.",
                en: "We are very sorry. A person will call you today.",
              },
              { acknowledgement: true },
            )
          await act.openCase({ kind: "call-back", owner: "retention", within: "4 business hours", because })
        },
      },
      {
        name: "tell the lead when a promise breaks",
        on: "answer-overdue",
        do: ({ customer }, act) =>
          act.notify("lead", `${customer.name}: 15 min, ${customer.language === "es" ? "sin respuesta" : "no answer"}`),
      },
      {
        name: "ask for a score after a case is closed",
        on: "case-closed",
        atMost: "once per 30 days",
        history: "skip",
        do: (_, act) => act.ask("recommend"),
      },
      {
        name: "a low score is called back",
        on: "survey-answered",
        when: ({ answers }) => answers.recommend.score.atMost(6),
        atMost: "once per 30 days",
        do: (_, act) => act.openCase({ kind: "call-back", owner: "retention", within: "1 business days" }),
      },
    ],
  })

/** The application as the pages know it: `createClient<DeskApp>()`. */
export type DeskApp = ReturnType<typeof createApp>
