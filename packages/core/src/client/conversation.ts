import type { Browser } from "./browser.ts"
import type { ConnectionStatus, Listener } from "./live.ts"
import { type ClientProblem, isRefusal } from "./problem.ts"
import { createSending } from "./sending.ts"
import type { Session } from "./session.ts"
import { type Line, sendingAgain, withHistory, withLine, withoutAnswered } from "./thread.ts"
import { createCell, type Watched } from "./watched.ts"
import type { ClientSurvey } from "./wire.ts"

/** The conversation as the page shows it. */
export interface ConversationState<SurveyName extends string = string> {
  /** Oldest first. */
  readonly messages: readonly Line[]
  readonly status: ConnectionStatus
  /** Why it is offline. */
  readonly problem?: ClientProblem
  /** Surveys that were put to this customer and are not finished. */
  readonly surveys: readonly SurveyName[]
}

/** The conversation of this visitor with the company. */
export interface Conversation<SurveyName extends string = string> extends Watched<ConversationState<SurveyName>> {
  /** Sends a text. It is there at once as `sending`; the server has it when it is `sent`. Texts keep their order. */
  readonly send: (text: string) => void
  /**
   * Sends again what failed, under the same ids: what the server has already is not doubled. It also happens by itself
   * when the connection is back.
   */
  readonly retry: () => void
}

interface ConversationParts {
  readonly session: Session
  readonly browser: Pick<Browser, "freshId" | "now">
  readonly watch: () => () => void
  readonly signal: AbortSignal
}

const noSurveys: readonly string[] = []

const withSurvey = (names: readonly string[], { done, definition: { name } }: ClientSurvey): readonly string[] => [
  ...names.filter((known) => known !== name),
  ...(done ? [] : [name]),
]

const mayGo = ({ problem }: Line): boolean => problem === undefined || !isRefusal(problem)

/** The conversation, and the ears with which it hears the server. */
export const createConversation = ({
  session,
  browser,
  watch,
  signal,
}: ConversationParts): { readonly conversation: Conversation; readonly listener: Listener } => {
  const { set, ...cell } = createCell<ConversationState>({ messages: [], status: "connecting", surveys: [] }, watch)
  const update = (change: Partial<ConversationState>) => set({ ...cell.getSnapshot(), ...change })
  const lines = () => cell.getSnapshot().messages
  const put = (line: Line) => update({ messages: withLine(lines(), line) })
  const pump = createSending({ session, signal, lines, change: (messages) => update({ messages }) })
  const retry = () => {
    update({ messages: sendingAgain(lines(), mayGo) })
    void pump()
  }
  const send = (text: string) => {
    const said = text.trim()
    if (said === "") return
    put({ id: browser.freshId(), from: "customer", text: said, at: browser.now(), state: "sending" })
    void pump()
  }
  return {
    conversation: { ...cell, send, retry },
    listener: {
      status: (status, problem) => {
        const { problem: _, ...rest } = cell.getSnapshot()
        set({ ...rest, status, ...(problem && { problem }) })
        if (status === "live") retry()
      },
      conversation: ({ messages, surveys }) =>
        update({
          messages: withoutAnswered(withHistory(lines(), messages), surveys),
          surveys: surveys.reduce(withSurvey, noSurveys),
        }),
      event: (event) =>
        event.type === "message"
          ? put({ ...event.message, state: "sent" })
          : update({
              messages: withoutAnswered(lines(), [event.survey]),
              surveys: withSurvey(cell.getSnapshot().surveys, event.survey),
            }),
    },
  }
}
