import type { Pulse } from "@escucha/core"
import { useSpeech } from "../i18n/words.tsx"
import { barName } from "./bar-name.ts"

/** The figures of the chart, for whoever does not see it. */
export const PulseTable = ({ pulse }: { readonly pulse: Pulse }) => {
  const { words, format } = useSpeech()
  return (
    <div className="hidden">
      <table>
        <caption>{words.pulse.chart}</caption>
        <thead>
          <tr>
            <th scope="col">{words.pulse.time}</th>
            <th scope="col">{words.reading.negative}</th>
            <th scope="col">{words.reading.neutral}</th>
            <th scope="col">{words.reading.positive}</th>
            <th scope="col">{words.pulse.people}</th>
          </tr>
        </thead>
        <tbody>
          {pulse.points.map((point) => (
            <tr key={point.at}>
              <th scope="row">{barName(point.at, pulse.bar, format)}</th>
              <td>{point.negative}</td>
              <td>{point.neutral}</td>
              <td>{point.positive}</td>
              <td>{point.waiting}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
