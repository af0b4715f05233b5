import type { ReactNode } from "react"
import type { Pulse } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import { useSpeech, type Speech } from "../i18n/words.tsx"

interface FigureProps {
  readonly name: string
  readonly value: ReactNode
  readonly notes: readonly string[]
}

const Figure = ({ name, value, notes }: FigureProps) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd className="figure-value">{value}</dd>
    {notes.map((note) => (
      <dd key={note} className="figure-note">
        {note}
      </dd>
    ))}
  </div>
)

const second = 1000

/** How the first answer compares with the time before: words, never colour alone. */
export const comparison = (
  { median, medianBefore }: Pulse["firstAnswer"],
  { words, format }: Speech,
): string | null => {
  if (median === null || medianBefore === null) return null
  const difference = (median - medianBefore) * second
  if (Math.abs(difference) < 0.1 * medianBefore * second) return words.pulse.same // the median itself is exact to 10 %
  return difference < 0
    ? words.pulse.faster(format.duration(difference))
    : words.pulse.slower(format.duration(difference))
}

const FirstAnswer = ({ figure }: { readonly figure: Pulse["firstAnswer"] }) => {
  const speech = useSpeech()
  const { words, format } = speech
  if (figure.median === null) return <Figure name={words.pulse.firstAnswer} value="–" notes={[words.pulse.noAnswers]} />
  const before = comparison(figure, speech)
  const answers = words.pulse.answers(figure.answers)
  return (
    <Figure
      name={words.pulse.firstAnswer}
      value={format.duration(figure.median * second)}
      notes={before === null ? [answers] : [before, answers]}
    />
  )
}

const Promoters = ({ figure }: { readonly figure: Pulse["nps"] }) => {
  const { words, format } = useSpeech()
  if (figure === null) return <Figure name={words.pulse.nps} value="–" notes={[words.pulse.nobodyAsked]} />
  return (
    <Figure
      name={words.pulse.nps}
      value={format.signed(figure.value)}
      notes={[
        words.pulse.interval(format.signed(figure.low), format.signed(figure.high)),
        words.pulse.answers(figure.answers),
      ]}
    />
  )
}

/** The four figures that say how the house is doing, each with what it has to be compared with. */
export const Figures = ({ pulse }: { readonly pulse: Pulse }) => {
  const { words, format } = useSpeech()
  const now = useNow(30)
  const oldest = pulse.waiting.oldestSince
  return (
    <dl className="figures">
      <Figure
        name={words.pulse.waiting}
        value={format.number(pulse.waiting.now)}
        notes={[
          oldest === null ? words.pulse.nobodyWaits : words.pulse.oldest(format.duration(Math.max(0, now - oldest))),
        ]}
      />
      <FirstAnswer figure={pulse.firstAnswer} />
      <Promoters figure={pulse.nps} />
      <Figure
        name={words.pulse.cases}
        value={format.number(pulse.openCases)}
        notes={[pulse.openCases === 0 ? words.pulse.noCases : words.pulse.casesNote]}
      />
    </dl>
  )
}
