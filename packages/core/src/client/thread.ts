import type { ClientProblem } from "./problem.ts"
import type { ClientMessage, ClientSurvey } from "./wire.ts"

/** A message of the conversation. `sending` and `failed` are ours alone; the server has what is `sent`. */
export interface Line extends ClientMessage {
  readonly state: "sending" | "sent" | "failed"
  /** Why it failed. */
  readonly problem?: ClientProblem
  /** The file itself, until the server has it. */
  readonly upload?: Upload
}

/** A file on its way. */
export interface Upload {
  readonly file: Blob
  /** It was spoken here and now. */
  readonly isVoice?: boolean | undefined
}

/** The lines with what the server has: in its order, then what is only here. */
export const withHistory = (lines: readonly Line[], messages: readonly ClientMessage[]): readonly Line[] => {
  const known = new Set(messages.map(({ id }) => id))
  return [
    ...messages.map((message): Line => ({ ...message, state: "sent" })),
    ...lines.filter(({ id, state }) => !known.has(id) && state !== "sent"),
  ]
}

/** The lines with one more, or with this one in the place of the line with its id. */
export const withLine = (lines: readonly Line[], line: Line): readonly Line[] =>
  lines.some(({ id }) => id === line.id)
    ? lines.map((known) => (known.id === line.id ? line : known))
    : [...lines, line]

/** The lines without choices that answer nothing any more. Of two surveys of one name the later one counts. */
export const withoutAnswered = (lines: readonly Line[], surveys: readonly ClientSurvey[]): readonly Line[] =>
  lines.map((line) => {
    const { asks } = line
    const { done, answers } = surveys.findLast(({ definition }) => definition.name === asks?.survey) ?? {}
    return done || (answers && asks && asks.question in answers) ? { ...line, choices: [] } : line
  })
