import type { Condition } from "../kernel/condition.ts"
import type { Localized } from "../kernel/localized.ts"
import type { FormQuestion } from "./question-form.ts"
import type { ListQuestion } from "./question-list.ts"
import type { ScaleQuestion } from "./question-scale.ts"
import type { WordsQuestion } from "./question-words.ts"

/** Where a question is put to somebody: on a page, in a mail, by text message, in a chat, or spoken on the telephone. */
export type Medium = "web" | "email" | "sms" | "chat" | "voice"

/** The same questions for each of several things, from `least` to `most` of them. `another` asks whether there is one more. */
export interface PanelQuestion {
  readonly kind: "panel"
  readonly text: Localized
  readonly questions: readonly Question[]
  readonly least: number
  readonly most: number
  readonly another: Localized
}

/** What is asked, by kind, as plain JSON. */
export type Asked = ScaleQuestion | ListQuestion | WordsQuestion | FormQuestion | PanelQuestion

/** The kinds of question. */
export type QuestionKind = Asked["kind"]

/** What an answer has to fulfil beside the rules of its kind. The condition sees this answer too; what is unknown is let through. */
export interface Check {
  readonly that: Condition
  /** What to do about it, for the person who answers. */
  readonly message: Localized
}

/** What a question has by its place in a survey, whatever its kind. */
export interface Placed {
  /** Names the answer for ever. */
  readonly id: string
  /** One that is not required may be passed over. */
  readonly required: boolean
  /** It is asked only if this holds. */
  readonly when?: Condition
  /** Where it may otherwise be passed over: it is required as soon as this holds. */
  readonly requiredWhen?: Condition
  /** A line below the question. */
  readonly help?: Localized
  /** Other words for one medium: shorter ones for text messages, ones to be heard on the telephone. */
  readonly wording?: { readonly [On in Medium]?: Localized }
  readonly checks?: readonly Check[]
  /** A trait that holds the answer: what the profile knows is not asked, and what is answered is known from then on. */
  readonly trait?: string
}

/** A question in its place in a survey. */
export type Question = Asked & Placed

/** A question of one kind, or of several. */
export type QuestionOf<Kind extends QuestionKind> = Extract<Asked, { readonly kind: Kind }> & Placed
