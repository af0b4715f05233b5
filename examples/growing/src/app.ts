// The whole application. It is the same on one machine and on many: what grows is said in `kept`, in two lines.
import { createEscucha, type EscuchaOptions, defineSurvey, nps, openText } from "@escucha/core"
import { sqlite } from "@escucha/core/sqlite"
import { postgres } from "@escucha/adapters/stores/postgres"
import { postgresEngine } from "@escucha/adapters/engines/postgres"
import { restateEngine } from "@escucha/adapters/engines/restate"
import * as z from "zod"
import { counter } from "./counter.ts"

/** What this process is told: where things are, and by which channel it reaches people. */
export interface Place {
  readonly kind: "sqlite" | "postgres" | "restate"
  readonly file: string
  readonly database: string
  readonly restate: { readonly ingress: string; readonly admin: string; readonly port: number }
  readonly provider: string
  /** Which of the processes this is: only for the page, which shows who did what. */
  readonly process: number
}

/** How it is kept, and what runs its jobs. */
export const kept = {
  // one process on one file
  sqlite: ({ file }: Place) => ({ store: sqlite(file) }),
  // several processes on one PostgreSQL
  postgres: ({ database }: Place) => ({
    store: postgres(database),
    engine: postgresEngine(database),
  }),
  // many machines: PostgreSQL, and Restate beside it
  restate: ({ database, restate: { ingress, admin, port } }: Place) => ({
    store: postgres(database),
    engine: restateEngine({ ingress, admin, database, serve: { port } }),
  }),
} as const satisfies { readonly [kind: string]: (place: Place) => Pick<EscuchaOptions, "store" | "engine"> }

/** The three sizes of this application. */
export type Kind = Place["kind"]

const visit = defineSurvey("visit", (survey) =>
  survey
    .ask("recommend", nps({ es: "¿Nos recomendaría?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" }), { when: (answers) => answers.recommend.atMost(6) }),
)

/** The service desk of a shop: it answers, asks how it was, and does not let anybody wait. */
export const createApp = (place: Place) =>
  createEscucha({
    ...kept[place.kind](place),
    secret: "only for this example: take one from the environment",
    traits: { plan: z.enum(["free", "pro"]) },
    channels: {
      counter: counter({ url: place.provider, secret: "what the counter signs with", process: place.process }),
    },
    surveys: [visit],
    contact: { answerWithin: "5 seconds", zone: "Europe/Madrid" },
    rules: [
      {
        name: "answer at once",
        on: "message-received",
        when: ({ text }) => text.contains("order"),
        do: ({ text }, act) => act.reply(`heard ${text}`),
      },
      {
        // nobody answered: a timer rings, in whichever process is there then
        name: "do not let them wait",
        on: "answer-overdue",
        do: (_, act) =>
          act.reply({ es: "Enseguida le atiende una persona.", en: "Somebody will be with you shortly." }),
      },
      {
        name: "call whoever is upset",
        on: "mood-changed",
        when: ({ mood }) => mood.is("upset"),
        do: ({ because }, act) => act.openCase({ kind: "call-back", owner: "retention", within: "4 hours", because }),
      },
      {
        name: "ask how it was",
        on: "case-closed",
        do: (_, act) => act.ask("visit"),
      },
    ],
  })
