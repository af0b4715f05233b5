import type { AnswersTo, Described, SurveyName } from "./application.ts"
import { type Browser, thisBrowser } from "./browser.ts"
import { createCalls } from "./calls.ts"
import { type Conversation, createConversation } from "./conversation.ts"
import { createLive } from "./live.ts"
import { createSession } from "./session.ts"
import { type SurveyStore, createSurvey } from "./survey.ts"
import { safeStorage, type VisitorStorage } from "./visitor-storage.ts"
import type { ClientSurvey } from "./wire.ts"

/** How a page reaches its server. */
export interface ClientOptions {
  /** Where the routes of the server begin: `/escucha`, or `https://api.example.com`. Nothing, where they begin at the root. */
  readonly baseUrl?: string
  /** The session that the host minted for a person whom it knows, or how to get one; without it the page speaks for a visitor. */
  readonly session?: string | (() => Promise<string>)
  readonly fetch?: typeof fetch
  /** Where the token of a visitor is kept between visits; `localStorage`, where it is left out. */
  readonly storage?: VisitorStorage
}

/** What a customer's page has of an application. */
export interface Client<Application extends Described = Described> {
  /** The conversation; the same one at each call. The stream of the server is open while anybody watches. */
  conversation(): Conversation<SurveyName<Application>>
  /** A survey by its name; the same one at each call. It is loaded when it is watched. */
  survey<Name extends SurveyName<Application>>(name: Name): SurveyStore<AnswersTo<Application, Name>>
  /** Where the routes of the server begin; before the addresses of files that begin with a slash. */
  readonly baseUrl: string
  /** Ends the stream and whatever is under way. */
  close(): void
}

/** A client in a browser that may be a test's own. */
export const openClient = <Application extends Described>(
  options: ClientOptions,
  browser: Browser,
): Client<Application> => {
  const baseUrl = (options.baseUrl ?? "").replace(/\/+$/, "")
  const closed = new AbortController()
  const { signal } = closed
  const session = createSession(options.session, {
    calls: createCalls(baseUrl, options.fetch),
    browser,
    storage: safeStorage(options.storage),
    key: `escucha:${baseUrl}`,
    signal,
  })
  const watch = () => live.watch()
  const { conversation, listener } = createConversation({ session, browser, watch, signal })
  const surveys = new Map<string, ReturnType<typeof createSurvey>>()
  const heard = (survey: ClientSurvey) => surveys.get(survey.definition.name)?.heard(survey)
  const live = createLive({
    session,
    browser,
    signal,
    listener: {
      status: (status, problem) => {
        listener.status(status, problem)
        if (status === "live") for (const { survey } of surveys.values()) survey.retry()
      },
      conversation: (loaded) => {
        listener.conversation(loaded)
        loaded.surveys.forEach(heard)
      },
      event: (event) => {
        listener.event(event)
        if (event.type === "survey") heard(event.survey)
      },
    },
  })
  const surveyOf = (name: string) => {
    const known = surveys.get(name) ?? createSurvey({ name, session, browser, watch, signal })
    surveys.set(name, known)
    return known.survey
  }
  const survey = surveyOf as unknown as Client<Application>["survey"] // the same store, with the answers that the application declared
  return { baseUrl, conversation: () => conversation, survey, close: () => closed.abort() }
}

/**
 * Gives a page its conversation and its surveys. Types travel from the application; nothing of the server comes with them. Nothing is
 * called before somebody watches or sends, so that it can be created at the top of a module, also where a page is rendered on a server.
 *
 * @example
 * import type { Escucha } from "@escucha/core"
 * import { createClient } from "@escucha/core/client"
 *
 * declare const escucha: Escucha
 * const client = createClient<typeof escucha>({ baseUrl: "/escucha" })
 * client.conversation().send("Where is my order?")
 */
export const createClient = <Application extends Described = Described>(
  options: ClientOptions = {},
): Client<Application> => openClient(options, thisBrowser)
