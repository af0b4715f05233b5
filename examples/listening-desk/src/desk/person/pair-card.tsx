import { useState } from "react"
import type { DeskAgreement, DeskPair } from "@escucha/core"
import { useSpeech, wordFor } from "../i18n/words.tsx"
import { ProblemText } from "../notice/problem-note.tsx"
import { useDesk } from "../shell/desk-context.ts"
import { ruleWords } from "./evidence.ts"
import { Field } from "./field.tsx"
import { HeadBox } from "./head-box.tsx"
import { useDeed } from "./use-deed.ts"

const strongest = 12

/** How much each field says for or against: the longer the bar, the more. */
const Agreement = ({ fields }: { readonly fields: readonly DeskAgreement[] }) => {
  const { words } = useSpeech()
  const { pairs } = words.person
  return (
    <dl className="agreement" aria-label={pairs.fields}>
      {fields.map(({ field, level, weight }) => (
        <div key={field}>
          <dt>{wordFor(words.traits, field)}</dt>
          <dd>
            <meter
              data-for={weight >= 0}
              min={0}
              max={strongest}
              value={Math.min(strongest, Math.abs(weight))}
              aria-label={weight >= 0 ? pairs.speaksFor : pairs.speaksAgainst}
            />
            {wordFor(pairs.levels, level)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

type Answer = readonly [words: string, act: () => void]

interface AnswersProps {
  readonly quiet: Answer
  readonly main: Answer
  readonly isBusy: boolean
}

const Answers = ({ quiet, main, isBusy }: AnswersProps) => (
  <footer>
    <button type="button" className="quiet-button" onClick={quiet[1]}>
      {quiet[0]}
    </button>
    <button type="button" className="button" disabled={isBusy} onClick={main[1]}>
      {main[0]}
    </button>
  </footer>
)

/** Two customers side by side, what speaks for one person, and the two answers. */
export const PairCard = ({ pair }: { readonly pair: DeskPair }) => {
  const speech = useSpeech()
  const { words, format } = speech
  const { client, data } = useDesk()
  const { state, run } = useDeed(pair.one.customer)
  const [reason, setReason] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const [rule, setRule] = useState<string | null>(null)
  const { pairs } = words.person
  const decided = () => data.pairs.decided(pair.link)
  const accept = async () => {
    const done = await run((deed) => client.acceptPair(deed, pair.link), pairs.accepted)
    if (done?.refused === null) decided()
    else if (done !== null) setRule(done.refused)
  }
  const refuse = async () => {
    if (reason === null) return
    setMissing(reason.trim() === "")
    if (reason.trim() === "") return
    const because = reason.trim()
    if ((await run((deed) => client.refusePair(deed, pair.link, because), pairs.refused)) !== null) decided()
  }
  return (
    <article className="pair" aria-label={`${pair.one.name}${words.person.and}${pair.two.name}`}>
      <div className="heads">
        <HeadBox head={pair.one} isLink />
        <HeadBox head={pair.two} isLink />
      </div>
      <p className="pair-score">{pairs.score(format.percent(pair.score))}</p>
      <Agreement fields={pair.agreement} />
      {reason !== null && (
        <Field
          label={words.person.reason}
          value={reason}
          onChange={setReason}
          problem={missing && words.person.reasonMissing}
          first
        />
      )}
      <p className="form-problem" role="alert">
        {typeof state === "object" && <ProblemText error={state} />}
        {rule !== null && words.person.join.refused(ruleWords(rule, speech))}
      </p>
      {reason === null ? (
        <Answers
          quiet={[pairs.refuse, () => setReason("")]}
          main={[pairs.accept, () => void accept()]}
          isBusy={state === "working"}
        />
      ) : (
        <Answers
          quiet={[words.person.back, () => setReason(null)]}
          main={[pairs.refuse, () => void refuse()]}
          isBusy={state === "working"}
        />
      )}
    </article>
  )
}
