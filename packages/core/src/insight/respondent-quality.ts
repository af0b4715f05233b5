import { medianOf } from "./median.ts"

/** One response, as far as it shows how it was given. */
export interface Respondent {
  /** What was answered, by question: a value of a few, such as an option or a point of a scale. `null` was passed over. */
  readonly answers: { readonly [question: string]: string | number | boolean | null }
  /** How long it took, in seconds. */
  readonly seconds?: number
}

/** What there is to look at. */
export interface QualityOptions {
  /** Questions that stand together on one scale: whoever says the same to all of them went straight down. */
  readonly scales?: readonly (readonly string[])[]
  /** Questions that only say what to answer ("choose 4"), with what that is. */
  readonly attention?: { readonly [question: string]: string | number | boolean }
  /** What part of the median time is too fast: a third, where it is left out. */
  readonly fastest?: number
  /** How many robust deviations above the median are too strange: 3.5, where it is left out. */
  readonly strangest?: number
}

/** Why a response may say little. None of them is a proof: look at it before you leave it out. */
export type QualityFlag = "straight-lining" | "speeding" | "unusual" | "attention"

/** How a response was given. */
export interface RespondentQuality {
  readonly flags: readonly QualityFlag[]
  /** Bits for each answer, as others answered: what everybody says has few. `null` where nothing was answered. */
  readonly surprise: number | null
}

const median = (numbers: readonly number[]): number | null => medianOf(numbers).value

const fewest = 3 // the same answer twice is no line

const isStraight = ({ answers }: Respondent, scales: readonly (readonly string[])[]): boolean =>
  scales.some((questions) => {
    const given = questions.flatMap((question) => answers[question] ?? [])
    return given.length >= fewest && given.every((answer) => answer === given[0])
  })

const failed = ({ answers }: Respondent, attention: NonNullable<QualityOptions["attention"]>): boolean =>
  Object.entries(attention).some(([question, wanted]) => {
    const given = Object.hasOwn(answers, question) ? answers[question] : undefined
    return given !== undefined && given !== wanted
  })

const entriesOf = ({ answers }: Respondent) => Object.entries(answers).filter(([, answer]) => answer !== null)
const keyOf = (question: string, answer: unknown) => JSON.stringify([question, answer])

/** How surprising each response is: the mean of -log₂ of how often its answers were given, in bits. */
const surprises = (respondents: readonly Respondent[]): readonly (number | null)[] => {
  const [said, asked] = [new Map<string, number>(), new Map<string, number>()]
  for (const respondent of respondents)
    for (const [question, answer] of entriesOf(respondent)) {
      said.set(keyOf(question, answer), (said.get(keyOf(question, answer)) ?? 0) + 1)
      asked.set(question, (asked.get(question) ?? 0) + 1)
    }
  return respondents.map((respondent) => {
    const entries = entriesOf(respondent)
    if (entries.length === 0) return null
    const bits = entries.map(([question, answer]) =>
      Math.log2((asked.get(question) ?? 1) / (said.get(keyOf(question, answer)) ?? 1)),
    )
    return bits.reduce((sum, each) => sum + each, 0) / entries.length
  })
}

/** How far numbers are from their middle, as robust as can be told (Iglewicz and Hoaglin 1993); 0 where all are alike. */
const spreadOf = (numbers: readonly number[], middle: number): number => {
  const away = numbers.map((each) => Math.abs(each - middle))
  const usual = median(away) ?? 0
  if (usual > 0) return usual / 0.6745
  return (1.253314 * away.reduce((sum, each) => sum + each, 0)) / Math.max(1, away.length) // more than half of them are alike
}

/** Above what surprise is strange. */
const strangeFrom = (found: readonly (number | null)[], deviations: number): number => {
  const known = found.filter((each) => each !== null)
  const middle = median(known) ?? 0
  return middle + deviations * spreadOf(known, middle)
}

/**
 * How each response was given, in the order of the responses: straight down a scale, in less than a third of the median time, past a
 * question that only says what to answer, or with answers that hardly anybody else gives, as chance would
 * (Tosch and Berger 2014, https://arxiv.org/abs/1406.5572; there it is a bootstrap, here a median and its deviation).
 */
export const respondentQuality = (
  respondents: readonly Respondent[],
  { scales = [], attention = {}, fastest = 1 / 3, strangest = 3.5 }: QualityOptions = {},
): readonly RespondentQuality[] => {
  const usual = median(respondents.flatMap(({ seconds }) => seconds ?? []))
  const found = surprises(respondents)
  const strange = strangeFrom(found, strangest)
  return respondents.map((respondent, place) => {
    const surprise = found[place] ?? null
    const isFast = usual !== null && respondent.seconds !== undefined && respondent.seconds < usual * fastest
    const flags: QualityFlag[] = []
    if (isStraight(respondent, scales)) flags.push("straight-lining")
    if (isFast) flags.push("speeding")
    if (surprise !== null && surprise > strange) flags.push("unusual")
    if (failed(respondent, attention)) flags.push("attention")
    return { flags, surprise }
  })
}
