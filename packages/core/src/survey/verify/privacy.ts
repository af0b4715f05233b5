import { plain } from "../spoken.ts"
import type { AnyDefinition } from "../definition.ts"
import type { Question } from "../question.ts"
import { found, quoted, type Diagnostic } from "./diagnostic.ts"
import { eachLanguage } from "./texts.ts"

const asksWho: readonly RegExp[] = [
  /\b(?:tu|su) (?:nombre|apellidos?|dni|correo|email|telefono)\b/u,
  /\b(?:nombre y apellidos?|numero de (?:cliente|empleado|socio|pedido))\b/u,
  /\byour (?:full |first |last )?(?:name|surname|email|e-mail|phone)\b/u,
  /\b(?:customer|employee|member|order) (?:number|id)\b/u,
]

const asks = (words: string): boolean => asksWho.some((pattern) => pattern.test(plain(words)))

const reasonFor = (question: Question): string | undefined => {
  switch (question.kind) {
    case "email":
      return "asks for a mail address"
    case "phone":
      return "asks for a telephone number"
    case "contact":
      return `asks for ${question.fields.join(", ")}`
    case "consent":
      return question.purpose === undefined ? undefined : "writes into the consent ledger of a customer"
    case "text":
    case "open-text":
      return eachLanguage(question.text).some(([, words]) => asks(words)) ? "asks who somebody is" : undefined
    default:
      return undefined
  }
}

const inside = (question: Question, path: string): readonly Diagnostic[] => {
  const reason = question.trait === undefined ? reasonFor(question) : `writes the trait ${quoted(question.trait)}`
  const own =
    reason === undefined
      ? []
      : [
          found(
            "personal-question",
            path,
            `The survey is anonymous, and ${quoted(path)} ${reason}.`,
            "leave it out, or call the survey confidential or identified",
            question.kind === "text" || question.kind === "open-text" ? "warning" : "error",
          ),
        ]
  const deeper =
    question.kind === "panel" ? question.questions.flatMap((each) => inside(each, `${path}.${each.id}`)) : []
  return [...own, ...deeper]
}

/** Questions that tell who somebody is, where nobody may know. */
export const privacy = ({ confidentiality, questions }: AnyDefinition): readonly Diagnostic[] =>
  confidentiality === "anonymous" ? questions.flatMap((question) => inside(question, question.id)) : []
