import type { AnyDefinition } from "../../survey/definition.ts"
import type { Response } from "../../survey/response.ts"

/** How a survey is put to a customer. */
export interface AskOptions {
  /** Your id of this response: asking again with the same id changes nothing. */
  readonly id?: string
  /** A channel, or several in the order in which you prefer them. */
  readonly via?: string | readonly string[]
}

/** What became of asking: the response that waits, or why the customer was spared. */
export type Asking =
  | { readonly status: "asked" | "duplicate"; readonly response: string }
  | { readonly status: "withheld"; readonly because: string }

/** What customers are asked. */
export interface SurveysDoor {
  /** Asks a customer on a channel of theirs; the first question leaves as a message, held like everything that we start. */
  readonly ask: (customer: string, survey: AnyDefinition | string, options?: AskOptions) => Promise<Asking>
  /** Takes an answer from a page; a chat is read by itself. A response of a new id begins with it. */
  readonly answer: (
    customer: string,
    answer: {
      readonly survey: string
      readonly response: string
      readonly question: string
      readonly value: unknown
      readonly id?: string
    },
  ) => Promise<Response>
  /**
   * A link by which a customer goes on with a response on a page, wherever it began. Whoever has it can read and change what was answered.
   * Needs `secret` and `publicUrl`.
   */
  readonly link: (customer: string, response: string) => Promise<string>
  /** The responses of a customer that wait or were completed last. */
  readonly responses: (customer: string) => Promise<readonly Response[]>
}
