import type { Browser } from "./browser.ts"
import { lazily } from "./lazily.ts"
import type { ConnectionStatus, Listener } from "./live.ts"
import { type ClientProblem, unreachable } from "./problem.ts"
import type { Sending, SendingDesk } from "./sending.ts"
import type { Session } from "./session.ts"
import { type Line, type Upload, withHistory, withLine, withoutAnswered } from "./thread.ts"
import { type Cell, createCell, type Watched } from "./watched.ts"
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
  /** When somebody of the company was last seen writing, in milliseconds of the server's clock, as the times of messages are. */
  readonly typedAt?: number
}

/** The conversation of this visitor with the company. */
export interface Conversation<SurveyName extends string = string> extends Watched<ConversationState<SurveyName>> {
  /**
   * Sends a text, or a file with a text (which may be empty) beside it. It is there at once as `sending`; the server has it when it is
   * `sent`. What is sent keeps its order.
   */
  readonly send: (text: string, upload?: Upload) => void
  /** Says that the visitor has seen all that was written to them. */
  readonly read: () => void
  /** Says that the visitor is writing; call it at every stroke. */
  readonly typing: () => void
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

interface Ears {
  readonly cell: Pick<Cell<ConversationState>, "getSnapshot" | "set">
  readonly update: (change: Partial<ConversationState>) => void
  readonly act: (verb: keyof Sending) => void
}

const listenerOf = ({ cell: { getSnapshot, set }, update, act }: Ears): Listener => ({
  status: (status, problem) => {
    const { problem: _, ...rest } = getSnapshot()
    set({ ...rest, status, ...(problem && { problem }) })
    if (status === "live") act("retry")
  },
  conversation: ({ messages, surveys }) => {
    update({
      messages: withoutAnswered(withHistory(getSnapshot().messages, messages), surveys),
      surveys: surveys.reduce(withSurvey, noSurveys),
    })
    act("delivered")
  },
  event: (event) => {
    const { messages, surveys } = getSnapshot()
    if (event.type === "typing") update({ typedAt: event.at })
    else if (event.type === "message") {
      update({ messages: withLine(messages, { ...event.message, state: "sent" }) })
      act("delivered")
    } else update({ messages: withoutAnswered(messages, [event.survey]), surveys: withSurvey(surveys, event.survey) })
  },
})

/** The conversation, and the ears with which it hears the server. What sends is loaded when it is first needed. */
export const createConversation = ({
  session,
  browser: { freshId, now },
  watch,
  signal,
}: ConversationParts): { readonly conversation: Conversation; readonly listener: Listener } => {
  const cell = createCell<ConversationState>({ messages: [], status: "connecting", surveys: [] }, watch)
  const update = (change: Partial<ConversationState>) => cell.set({ ...cell.getSnapshot(), ...change })
  const lines = () => cell.getSnapshot().messages
  const change = (messages: readonly Line[]) => update({ messages })
  const desk: SendingDesk = { session, signal, now, lines, change }
  const use = lazily(
    () => import("./sending.ts").then(({ createSending }) => createSending(desk)),
    () =>
      change(lines().map((line) => (line.state === "sending" ? { ...line, state: "failed", ...unreachable() } : line))),
  )
  const act = (verb: keyof Sending) => use((sending) => sending[verb]())
  const { set: _, ...watched } = cell
  return {
    conversation: {
      ...watched,
      send: (said, upload) => {
        const text = said.trim()
        if (text === "" && !upload) return
        const line: Line = {
          id: freshId(),
          from: "customer",
          text,
          at: now(),
          state: "sending",
          ...(upload && { upload }),
        }
        change([...lines(), line])
        act("pump")
      },
      read: () => act("read"),
      typing: () => act("typing"),
      retry: () => act("retry"),
    },
    listener: listenerOf({ cell, update, act }),
  }
}
