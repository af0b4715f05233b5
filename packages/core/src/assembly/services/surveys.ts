import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import { InputError } from "../../kernel/errors.ts"
import { endpointOf } from "../../kernel/ids.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Response } from "../../survey/response.ts"
import { idFor, type Loop } from "../loop.ts"
import { attempt, type ServiceError } from "./failure.ts"

/** How a survey is put to a customer. */
export interface AskOptions {
  readonly id?: string
  /** A channel, or several in the order in which you prefer them. */
  readonly via?: string | readonly string[]
}

/** What became of asking: the response that waits, or why the customer was spared. */
export type Asking =
  | { readonly status: "asked" | "duplicate"; readonly response: string }
  | { readonly status: "withheld"; readonly because: string }

/** What customers are asked. */
export interface SurveysService {
  /** Asks a customer on a channel of theirs; the first question leaves as a message, held like everything that we start. */
  readonly ask: (
    customer: string,
    survey: AnyDefinition | string,
    options?: AskOptions,
  ) => Effect.Effect<Asking, ServiceError>
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
  ) => Effect.Effect<Response, ServiceError>
  /** The responses of a customer that wait or were completed last. */
  readonly responses: (customer: string) => Effect.Effect<readonly Response[], ServiceError>
}

/** Surveys as a service of Effect. */
export class Surveys extends Context.Service<Surveys, SurveysService>()("@escucha/Surveys") {}

/** The service over a loop. */
export const makeSurveys = (loop: Loop): SurveysService => {
  const responses = async (customer: string) => Object.values((await loop.whole(customer))?.state.surveys ?? {})
  return {
    ask: (customer, survey, { id: given, via } = {}) =>
      attempt(async (): Promise<Asking> => {
        const id = idFor("ask", given, loop)
        const outcome = await loop.post({
          kind: "ask",
          id,
          on: endpointOf(customer),
          survey: typeof survey === "string" ? survey : survey.name,
          ...(via !== undefined && { via: typeof via === "string" ? [via] : via }),
        })
        if (outcome.status === "duplicate") return { status: "duplicate", response: id }
        for (const entry of outcome.entries) {
          if (entry.kind === "message-written" && entry.data.delivery.status === "withheld")
            return { status: "withheld", because: entry.data.delivery.because }
        }
        return { status: "asked", response: id }
      }),
    answer: (customer, { id, ...answer }) =>
      attempt(async () => {
        await loop.post({ kind: "answer", id: idFor("answer", id, loop), on: endpointOf(customer), ...answer })
        const known = (await responses(customer)).find((response) => response.id === answer.response)
        if (!known) throw new InputError("unknown", "response", "no survey of this name waits for an answer")
        return known
      }),
    responses: (customer) => attempt(() => responses(customer)),
  }
}
