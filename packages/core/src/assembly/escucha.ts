import { milliseconds } from "../kernel/duration.ts"
import { ConfigurationError } from "../kernel/errors.ts"
import { identifier, inputId } from "../kernel/ids.ts"
import type { Schemas } from "../kernel/standard-schema.ts"
import type { Computations } from "../profile/computed.ts"
import type { Outcome } from "../runtime/turn.ts"
import { fetchOver } from "../runtime/web/fetch.ts"
import type { WebDoor, WebRequest, WebResponse } from "../runtime/web/request.ts"
import { createRouter } from "../runtime/web/router.ts"
import type { Purposes } from "../profile/consent-purpose.ts"
import type { Survey } from "../survey/definition.ts"
import type { Response as SurveyResponse } from "../survey/response.ts"
import type { SurveyResults } from "../insight/survey-results.ts"
import type { Engine } from "../timeline/engine.ts"
import type { Store } from "../timeline/store.ts"
import type {
  AnswersBySurvey,
  App,
  Channels,
  ChannelName,
  ContentOn,
  AnyContent,
  PropertiesOf,
  PurposeName,
  SurveyName,
  TraitInput,
  PictureOf,
  PoolsOf,
  ViaName,
} from "./app.ts"
import type { AnswerTopics, TopicsOptions } from "./insight/answer-topics.ts"
import type { OpenAnswers, OpenAnswersRequest } from "./insight/open-answers.ts"
import type { SurveyResultsOptions } from "./insight/results-request.ts"
import type { AsOf } from "./own-data/as-of.ts"
import type { CustomerView } from "./customer-view.ts"
import type { DrainOptions } from "./draining.ts"
import { createHealth, type Health } from "./health.ts"
import type { Loop, Stored } from "./loop.ts"
import { largestBodyOf } from "./media/largest.ts"
import { mediaSettingOf } from "./media/options.ts"
import { openLoop } from "./open.ts"
import type { AppOf, EscuchaOptions } from "./options.ts"
import type { Doors } from "./doors.ts"
import type { ConsentsDoor } from "./doors/consents.ts"
import type { CallOptions, IdentifyOptions } from "./doors/customers.ts"
import type { MessageSent, SendOptions } from "./doors/messages.ts"
import type { Rectification } from "./doors/own-data.ts"
import type { SegmentsDoor } from "./doors/segments.ts"
import type { Asking, AskOptions } from "./doors/surveys.ts"
import type { CampaignView } from "./survey/campaign-view.ts"
import type { LaunchOptions } from "./survey/launch-options.ts"
import type { PollResults } from "./survey/poll.ts"
import { openDoors } from "./promise.ts"
import { routesOf } from "./routes.ts"
import { healthRoutes } from "./routes/health.ts"
import { createVisitorSessions, visitorOf } from "./routes/visitor.ts"

/** The customers of an application, with its own names. */
export interface TypedCustomers<A extends App> extends Omit<
  Doors["customers"],
  "identify" | "track" | "get" | "rectify"
> {
  /** Tells what is known of a customer: any declared traits, little by little. An `email` or `phone` is linked as an identifier. */
  identify(customer: string, traits: TraitInput<A>, options?: IdentifyOptions): Promise<Outcome["status"]>
  /** Tells what a customer did. */
  track<Event extends keyof A["events"] & string>(
    customer: string,
    event: Event,
    properties: PropertiesOf<A, Event>,
    options?: CallOptions,
  ): Promise<Outcome["status"]>
  /** One picture of a customer, from one read, of now or `asOf` a moment; `undefined` where nobody has this name. */
  get(customer: string, options?: AsOf): Promise<CustomerView<PictureOf<A>> | undefined>
  /** Puts right what is known of a customer: at once, above what any source says; `null` forgets a trait. */
  rectify(
    customer: string,
    what: Omit<Rectification, "traits"> & { readonly traits: TraitInput<A> },
  ): Promise<Outcome["status"]>
}

/** The messages of an application, with its own names. */
export interface TypedMessages<A extends App> extends Omit<Doors["messages"], "send"> {
  /** Starts something with a customer; with `via`, what that channel cannot carry does not compile. Resolves after the commit. */
  send<Name extends ViaName<A>>(
    customer: string,
    content: ContentOn<A, Name>,
    options: SendOptions<PurposeName<A>> & { readonly via: Name },
  ): Promise<MessageSent>
  send(
    customer: string,
    content: AnyContent,
    options?: Omit<SendOptions<PurposeName<A>>, "via"> & { readonly via?: readonly ViaName<A>[] },
  ): Promise<MessageSent>
}

/** The surveys of an application, with its own names. */
export interface TypedSurveys<A extends App> extends Omit<Doors["surveys"], "ask" | "answer" | "launch" | "results"> {
  /** Asks a customer on a channel of theirs; one definition, one response, whatever the channel. */
  ask(
    customer: string,
    survey: A["surveys"][number] | SurveyName<A>,
    options?: Omit<AskOptions, "via"> & { readonly via?: ChannelName<A> | readonly ChannelName<A>[] },
  ): Promise<Asking>
  /**
   * Asks many: a segment, a list or everybody, or a sample of them. Who was asked lately, has said stop or has no address is spared, and
   * the list says why. Resolves when everybody was dealt with; with the same id it goes on where it stopped.
   */
  launch(
    survey: A["surveys"][number] | SurveyName<A>,
    campaign: Omit<LaunchOptions, "via"> & { readonly via?: ChannelName<A> | readonly ChannelName<A>[] },
  ): Promise<CampaignView>
  /**
   * How a poll (an anonymous survey of one choice) stood at its last five votes or more: show it to those who have voted. `null` while
   * fewer voted, because results of few tell who said what.
   */
  results(survey: A["surveys"][number] | SurveyName<A>): Promise<PollResults | null>
  /** Takes an answer from a page; what the question cannot take does not compile. */
  answer<
    Name extends SurveyName<A> & keyof AnswersBySurvey<A>,
    Question extends keyof AnswersBySurvey<A>[Name] & string,
  >(
    customer: string,
    answer: {
      readonly survey: Name
      readonly response: string
      readonly question: Question
      readonly value: NonNullable<AnswersBySurvey<A>[Name][Question]>
      readonly id?: string
    },
  ): Promise<SurveyResponse>
}

/** What the house knows of itself, with the names of an application. */
export interface TypedInsights<A extends App> extends Omit<Doors["insights"], "survey" | "openAnswers" | "topics"> {
  /** What a survey came to: each question with its figures and their intervals and, with `by`, group by group. */
  survey(
    name: SurveyName<A>,
    options?: SurveyResultsOptions<(keyof A["traits"] | keyof NonNullable<A["computed"]>) & string>,
  ): Promise<SurveyResults>
  /** What was answered to a question in own words, with how it feels and what it speaks of, who was asked last first. */
  openAnswers<Name extends SurveyName<A> & keyof AnswersBySurvey<A>>(
    survey: Name,
    question: keyof AnswersBySurvey<A>[Name] & string,
    wanted?: OpenAnswersRequest,
  ): Promise<OpenAnswers>
  /** What answers in own words speak of: each topic with its share, its feeling and its score, and words that nobody declared. */
  topics<Name extends SurveyName<A> & keyof AnswersBySurvey<A>>(
    survey: Name,
    question: keyof AnswersBySurvey<A>[Name] & string,
    options?: TopicsOptions,
  ): Promise<AnswerTopics>
}

/** An application that listens. */
export interface Escucha<A extends App = App> extends AsyncDisposable {
  /** What we know of customers. */
  readonly customers: TypedCustomers<A>
  /** Which identifiers are one person's. */
  readonly identities: Doors["identities"]
  /** Who talks with us, and who waits. */
  readonly conversations: Doors["conversations"]
  /** What we write to customers. */
  readonly messages: TypedMessages<A>
  /** What customers agreed to, with its proof. */
  readonly consents: ConsentsDoor<PurposeName<A>, ChannelName<A>>
  /** How customers want to be reached. */
  readonly preferences: Doors["preferences"]
  /** Groups of customers by what is known of them. */
  readonly segments: SegmentsDoor<A>
  /** What customers are asked. */
  readonly surveys: TypedSurveys<A>
  /** What is given for the time that answering takes. */
  readonly incentives: Doors["incentives"]
  /** What people have to do for customers. */
  readonly cases: Doors["cases"]
  /** Events that programs and pages send, and what became of those that could not be taken. */
  readonly ingest: Doors["ingest"]
  /** How it goes, over all customers. */
  readonly insights: TypedInsights<A>
  /** The channels by which customers are reached, and how each of them does. */
  readonly channels: Doors["channels"]
  /** Files: kept here, and fetched from elsewhere when they are needed. */
  readonly media: Doors["media"]
  /** Work that failed too often. */
  readonly jobs: Doors["jobs"]
  /** Sessions of the web chat for people whom the app knows. */
  readonly sessions: {
    readonly mint: (customer: string) => Promise<{ readonly token: string; readonly expiresAt: number }>
  }
  /** Answers a request: webhooks, ingest, pages of customers, the desk. */
  readonly handle: (request: WebRequest) => Promise<WebResponse>
  /** The same over web standards, for Hono, Next, Bun, Deno and Workers. */
  readonly fetch: (request: Request) => Promise<Response>
  /** The largest body that a request may have, in bytes: whoever serves `handle` by itself reads no more. */
  readonly largestBody: NonNullable<WebDoor["largestBody"]>
  /** Where everything is kept. */
  readonly store: Store<Stored>
  /** What runs jobs: how many wait, and which are dead. */
  readonly engine: Engine
  /** Starts the house now: opens the store, the connections and what the last process had left. The first call does it by itself. */
  readonly start: () => Promise<void>
  /** How this process does: whether it can take work, and why not. */
  readonly health: () => Promise<Health>
  /**
   * Ends the work of this process: it says that it is not ready, after `after` answers calls with 503, and finishes what runs. The store
   * stays open until `close`, for what your own code still has to say.
   */
  readonly drain: (options?: DrainOptions) => Promise<void>
  /** Resolves when nothing is left to do now; what waits for a later hour is not waited for. */
  readonly settled: () => Promise<void>
  /** Closes the connections, waits for what runs, and closes the store. */
  readonly close: () => Promise<void>
  /** The application, for the compiler alone: `createClient<typeof escucha>()`. */
  readonly $app?: A
}

/** How long a session holds that the host mints: an hour. */
const minted = milliseconds("1 hour")

const sessionsOf = (loop: Loop): Escucha["sessions"] => ({
  mint: async (customer) => {
    const [name, channel] = Object.entries(loop.setting.channels).find(([, each]) => each.web) ?? []
    if (name === undefined || !channel?.web)
      throw new ConfigurationError("channels", "add a web chat: sessions are for its pages")
    const visitor = visitorOf(customer)
    const address = identifier(channel.scheme, visitor)
    await loop.post({
      kind: "link",
      id: inputId(`session:${address}`),
      on: identifier("user", customer),
      with: [address],
      source: "session",
    })
    const expiresAt = loop.clock.now() + minted
    return { token: await createVisitorSessions(channel.web()).seal({ visitor, expiresAt }), expiresAt }
  },
})

/**
 * Describes an application once and gives it its memory, its channels and its doors. Nothing is opened before the first call.
 * Throws `ConfigurationError`, which names the option that cannot work.
 *
 * @example
 * import { createEscucha } from "@escucha/core"
 *
 * await using escucha = createEscucha()
 * await escucha.customers.identify("user-42", {})
 */
export const createEscucha = <
  const Traits extends Schemas = Record<never, never>,
  const Events extends Schemas = Record<never, never>,
  const Named extends Channels = Record<never, never>,
  const Surveys extends readonly Survey[] = readonly [],
  const Declared extends Purposes = Record<never, never>,
  Computed extends Computations<NoInfer<Traits>, NoInfer<Events>> = Record<never, never>,
  const Pooled extends PoolsOf<NoInfer<Named>> = Record<never, never>,
>(
  options: EscuchaOptions<Traits, Events, Named, Surveys, Declared, Computed, Pooled> = {},
): Escucha<AppOf<Traits, Events, Named, Surveys, Declared, Computed, Pooled>> => {
  const described = options as unknown as EscuchaOptions // the types above are for whoever writes the options; inside all names are strings
  const { prefix = "" } = described
  const { loop, schemas } = openLoop(described)
  const doors = openDoors(loop, schemas)
  const health = createHealth(loop, described.limits?.waiting)
  const handle = createRouter([...healthRoutes(health), ...routesOf(loop, schemas, doors, described)], {
    prefix,
    report: loop.report,
    take: loop.draining.take,
  })
  const largestBody = largestBodyOf(mediaSettingOf(described.media).maxBytes)
  const escucha: Escucha = {
    ...doors,
    sessions: sessionsOf(loop),
    handle,
    fetch: fetchOver(handle, largestBody),
    largestBody,
    store: loop.store,
    engine: loop.engine,
    start: loop.ready,
    health,
    drain: loop.draining.drain,
    settled: loop.settled,
    close: loop.close,
    [Symbol.asyncDispose]: loop.close,
  }
  // the same house, with the names that were declared
  return escucha as Escucha<AppOf<Traits, Events, Named, Surveys, Declared, Computed, Pooled>>
}
