import { webChat } from "../../packages/adapters/src/channels/web-chat.ts"
import type { ContactOptions } from "../../packages/core/src/conversation/contact-options.ts"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { openText } from "../../packages/core/src/survey/question-words.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"
import { bearer, call, type Carried, listen, quiet, type Seen } from "./caller.ts"
import { troubledStore } from "./troubled-store.ts"

/** Seals the sessions of the web chat of a test. */
export const chatSecret = "a secret of a test, long enough to seal with"

/** The page that may call the house of a test from elsewhere. */
export const shop = "https://shop.example.com"

/** The survey that visitors are asked. */
export const score = defineSurvey("score", (s) =>
  s
    .ask("recommend", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("why", openText({ es: "¿Por qué?", en: "Why?" })),
)

/** A session as the door gives it. */
export const sessionIn = ({ value }: Seen) => value as { readonly token: string; readonly expiresAt: number } // what the route gives

/** A house with a web chat and one survey. */
export const aHouse = async ({
  contact = {},
  ...access
}: { readonly visitors?: boolean; readonly secret?: string; readonly contact?: ContactOptions } = {}) => {
  const troubled = troubledStore()
  const failures: unknown[] = []
  const escucha = createTestEscucha({
    channels: { chat: webChat({ secret: chatSecret, origins: [shop], ...access }) },
    surveys: [score],
    identifiers: { user: { limit: 2 } }, // somebody may have two accounts here
    contact,
    store: troubled.store,
    report: (failure) => failures.push(failure),
  })
  await escucha.start()
  const open = (headers: Carried["headers"] = {}) => call(escucha, "POST", "/client/session", { body: {}, headers })
  /** A browser with this session. */
  const browser = (token: string) => {
    const headers = bearer(token)
    return {
      token,
      get: (path: string) => call(escucha, "GET", `/client/${path}`, { headers }),
      post: (path: string, body: unknown) => call(escucha, "POST", `/client/${path}`, { body, headers }),
      says: async (text: string, id: string) => {
        const answer = await call(escucha, "POST", "/client/messages", { body: { id, text }, headers })
        await escucha.settled()
        await quiet()
        return answer
      },
      listen: (after?: number) =>
        listen(escucha, "/client/events", {
          ...headers,
          ...(after !== undefined && { "last-event-id": `${after}` }),
        }),
      /** The page as it opens: what is shown, and where the events go on. */
      page: async () =>
        (await call(escucha, "GET", "/client/conversation", { headers })).value as {
          readonly messages: readonly { readonly id: string; readonly from: string; readonly text: string }[]
          readonly surveys: readonly { readonly response: string; readonly done: boolean; readonly answers: object }[]
          readonly cursor: number
        }, // what the route gives
    }
  }
  const visit = async () => browser(sessionIn(await open()).token)
  /** A colleague answers whoever wrote this text. */
  const answers = async (heard: string, text: string) => {
    const { items } = await escucha.customers.search(heard)
    await escucha.messages.reply(items[0]?.customer ?? "nobody", { text }, { author: "Eva" })
    await escucha.settled()
    await quiet()
  }
  return { ...troubled, escucha, failures, open, browser, visit, answers }
}
