import { parseDuration } from "../../kernel/duration.ts"
import { ConfigurationError } from "../../kernel/errors.ts"
import type { Schemas } from "../../kernel/standard-schema.ts"
import { validate } from "../../kernel/standard-schema.ts"
import type { AnyDefinition } from "../../survey/definition.ts"
import type { Incentive } from "../../survey/incentive.ts"
import type { Question } from "../../survey/question.ts"
import type { Setting } from "../decide/setting.ts"

/** What an application says that surveys depend on. */
export interface SurveyDescribed {
  readonly surveys: readonly AnyDefinition[]
  readonly traits: Schemas
  readonly incentives: { readonly [name: string]: Incentive }
  readonly purposes: readonly string[]
  readonly secret: string | undefined
}

const refuseTrait = (
  { name, confidentiality = "identified" }: AnyDefinition,
  question: Question,
  traits: Schemas,
): void => {
  const { trait, id } = question
  if (trait === undefined) return
  const option = `surveys.${name}.${id}`
  if (confidentiality !== "identified")
    throw new ConfigurationError(option, `a trait would tell what was answered; take it out, or let it be identified`)
  const schema = Object.hasOwn(traits, trait) ? traits[trait] : undefined
  if (!schema)
    throw new ConfigurationError(option, `declare ${JSON.stringify(trait)} under traits: the answer is written there`)
  if (question.kind !== "choice" && question.kind !== "dropdown" && question.kind !== "image-choice") return
  const strange = question.options.find(({ value }) => "problem" in validate(schema, value))
  if (strange)
    throw new ConfigurationError(
      option,
      `the schema of ${trait} does not take the option ${JSON.stringify(strange.value)}`,
    )
}

const refuseConsent = (
  { name, confidentiality }: AnyDefinition,
  question: Question,
  purposes: readonly string[],
): void => {
  if (question.kind !== "consent" || question.purpose === undefined) return
  const option = `surveys.${name}.${question.id}`
  if (confidentiality === "anonymous")
    throw new ConfigurationError(option, "nobody can say yes without saying who they are; ask it in another survey")
  if (!purposes.includes(question.purpose))
    throw new ConfigurationError(option, `declare ${JSON.stringify(question.purpose)} under purposes`)
}

const code = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u

const refuseIncentive = (name: string, { text, atMost, code: given, within }: Incentive): void => {
  if (text === undefined || !Number.isInteger(atMost) || atMost < 1)
    throw new ConfigurationError(`incentives.${name}`, "say in a text what is given, and atMost how often: 1 or more")
  if (given !== undefined && (typeof given !== "string" || !code.test(given)))
    throw new ConfigurationError(`incentives.${name}.code`, "give 40 letters, digits, blanks and hyphens at most")
  const read = within === undefined ? undefined : parseDuration(within, `incentives.${name}.within`)
  if (read && "problem" in read) throw new ConfigurationError(read.problem.field, read.problem.message)
}

/** A code, or a name, leads to one incentive. */
const refuseTwins = (incentives: SurveyDescribed["incentives"]): void => {
  const names = Object.entries(incentives).flatMap(([name, each]) => [
    ...new Set([name.trim().toUpperCase(), ...(each.code === undefined ? [] : [each.code.trim().toUpperCase()])]),
  ])
  const twice = names.find((each, place) => names.indexOf(each) !== place)
  if (twice !== undefined)
    throw new ConfigurationError("incentives", `${JSON.stringify(twice)} is there twice; give each its own code`)
}

/** What the setting says of surveys. Throws `ConfigurationError`, which names the question. */
export const surveySettingOf = ({
  surveys,
  traits,
  incentives,
  purposes,
  secret,
}: SurveyDescribed): Pick<Setting, "surveys" | "surveyTraits" | "incentives"> => {
  for (const survey of surveys) {
    if (survey.confidentiality === "anonymous" && secret === undefined)
      throw new ConfigurationError(
        "secret",
        `the survey ${survey.name} is anonymous: only a secret outside of the store keeps answers and people apart`,
      )
    for (const question of survey.questions) {
      refuseTrait(survey, question, traits)
      refuseConsent(survey, question, purposes)
      if (survey.confidentiality === "anonymous" && question.kind === "file")
        throw new ConfigurationError(
          `surveys.${survey.name}.${question.id}`,
          "a file tells who sent it; ask it elsewhere",
        )
    }
  }
  for (const [name, incentive] of Object.entries(incentives)) refuseIncentive(name, incentive)
  refuseTwins(incentives)
  const named = new Set(surveys.flatMap(({ questions }) => questions.flatMap(({ trait }) => trait ?? [])))
  return {
    surveys: Object.fromEntries(surveys.map((survey) => [survey.name, survey])),
    surveyTraits: Object.fromEntries(Object.entries(traits).filter(([name]) => named.has(name))),
    incentives,
  }
}
