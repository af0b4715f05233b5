// The limit of the hooks: the client by hand, and over it what React needs.
import { createContext, createElement, type ReactNode, useContext, useSyncExternalStore } from "react"
import { type Client, createClient, nextQuestion, type Store } from "./client.ts"

export { createClient }

const Given = createContext<Client | undefined>(undefined)

/** Gives the client to the components below. */
export const Provider = ({ client, children }: { readonly client: Client; readonly children?: ReactNode }) =>
  createElement(Given.Provider, { value: client }, children)

const useClient = (): Client => {
  const client = useContext(Given)
  if (!client) throw new TypeError("put a Provider above")
  return client
}

const useStore = <Value>({ watch, get }: Store<Value>): Value => useSyncExternalStore(watch, get, get)

/** The conversation of this visitor. */
export const useConversation = () => {
  const { conversation, send, retry } = useClient()
  return { ...useStore(conversation), send, retry }
}

/** A survey by its name. */
export const useSurvey = (name: string) => {
  const { survey, answer } = useClient()
  const state = useStore(survey(name))
  return {
    ...state,
    question: state && nextQuestion(state),
    answer: (question: string, value: unknown) => answer(name, question, value),
  }
}
