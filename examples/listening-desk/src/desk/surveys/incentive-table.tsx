import type { DeskSurveys } from "@escucha/core"
import { textIn } from "@escucha/core/survey"
import { useSpeech } from "../i18n/words.tsx"

/** What is given for answers: how many were given, and how many redeemed, of how many at most. */
export const IncentiveTable = ({ incentives }: Required<Pick<DeskSurveys, "incentives">>) => {
  const { words, format } = useSpeech()
  const said = words.surveys.incentives
  return (
    <section className="topics">
      <h3>{said.title}</h3>
      <table className="figure-table">
        <thead>
          <tr>
            <th scope="col">{said.what}</th>
            <th scope="col">{said.given}</th>
            <th scope="col">{said.redeemed}</th>
          </tr>
        </thead>
        <tbody>
          {incentives.map(({ name, text, code, given, redeemed, atMost }) => (
            <tr key={name}>
              <th scope="row">
                {textIn(text, format.language)} <small>{code ?? name}</small>
              </th>
              <td>{said.of(format.number(given), format.number(atMost))}</td>
              <td>{format.number(redeemed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
