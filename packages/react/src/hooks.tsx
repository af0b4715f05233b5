import type { ReactNode } from "react"
import type {
  AnswersTo,
  Client,
  Conversation,
  ConversationState,
  Described,
  SurveyName,
  SurveyState,
  SurveyStore,
} from "@escucha/core/client"
import { ClientContext, useWatched } from "./client-context.ts"

/** A conversation as a component sees it. */
export type ConversationView<Name extends string = string> = ConversationState<Name> &
  Pick<Conversation<Name>, "send" | "retry" | "read" | "typing">

/** A survey as a component sees it. */
export type SurveyView<Given = Record<string, unknown>> = SurveyState<Given> &
  Pick<SurveyStore<Given>, "answer" | "retry">

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
  useConversation: () => {
    const conversation = client.conversation()
    return { ...conversation, ...useWatched(conversation) }
  },
  useSurvey: (name) => {
    const { answer, retry, ...store } = client.survey(name)
    return { ...useWatched(store), answer, retry }
  },
})
