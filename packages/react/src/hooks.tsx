import type { ReactNode } from "react"
import type {
  AnswersTo,
  Client,
  Conversation,
  ConversationState,
  Described,
  SurveyName,
  Watched,
} from "@escucha/core/client"
import { ClientContext, useWatched } from "./client-context.ts"
import type { SurveyView } from "./survey-view.ts"

/** A conversation as a component sees it. */
export type ConversationView<Name extends string = string> = ConversationState<Name> &
  Pick<Conversation<Name>, "send" | "retry" | "read" | "typing">

const useView = <State, Store extends Watched<State>>(store: Store & Watched<State>): Store & State => ({
  ...store,
  ...useWatched(store),
})

/** What `createHooks` gives. */
export interface Hooks<Application extends Described> {
  /** Gives the client to the components below it, such as `Chat`. */
  readonly Provider: (props: { readonly children?: ReactNode }) => ReactNode
  /** The conversation of this visitor; the stream of the server is open while a component uses it. */
  readonly useConversation: () => ConversationView<SurveyName<Application>>
  /** A survey by its name. It is loaded by the first component that uses it. */
  readonly useSurvey: <Name extends SurveyName<Application>>(name: Name) => SurveyView<AnswersTo<Application, Name>>
}

/**
 * Hooks that know the application: a wrong name of a survey or a question, and an answer that cannot be one, do not compile.
 *
 * @example
 * import type { Escucha } from "@escucha/core"
 * import { createClient } from "@escucha/core/client"
 * import { createHooks } from "@escucha/react"
 *
 * declare const escucha: Escucha
 * const { Provider, useSurvey } = createHooks(createClient<typeof escucha>({ baseUrl: "/escucha" }))
 */
export const createHooks = <Application extends Described>(client: Client<Application>): Hooks<Application> => ({
  Provider: ({ children }) => <ClientContext value={client}>{children}</ClientContext>,
  useConversation: () => useView(client.conversation()),
  useSurvey: (name) => useView(client.survey(name)),
})
