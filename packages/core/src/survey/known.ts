import { milliseconds } from "../kernel/duration.ts"
import type { AnyDefinition, Answers } from "./definition.ts"
import { hold } from "./hold.ts"

/** What the profile knows of the answers: traits that questions name, where they hold what the question takes. */
export const knownAnswers = (definition: AnyDefinition, traits: { readonly [name: string]: unknown }): Answers =>
  Object.fromEntries(
    definition.questions.flatMap((question) => {
      const { trait } = question
      if (trait === undefined || !Object.hasOwn(traits, trait)) return []
      const held = hold({ ...question, required: true }, traits[trait])
      return "value" in held ? [[question.id, held.value]] : []
    }),
  )

/** From when on nothing is answered any more that was asked at this moment; `undefined` where that is never. */
export const expiryOf = ({ within }: AnyDefinition, at: number): number | undefined =>
  within === undefined ? undefined : at + milliseconds(within)
