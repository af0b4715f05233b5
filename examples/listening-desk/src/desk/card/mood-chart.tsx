import type { CustomerView } from "@escucha/core"
import { useNow } from "../clock/now.ts"
import { useSpeech } from "../i18n/words.tsx"
import { MoodWords } from "../mood/mood-words.tsx"
import { pathThrough, pointsOf } from "./mood-curve.ts"

const width = 280
const height = 56

/** How the customer felt over time, drawn small: happier is higher, the last point is now. */
export const MoodChart = ({ mood }: { readonly mood: CustomerView["mood"] }) => {
  const { words, format } = useSpeech()
  const now = useNow(60)
  const points = pointsOf(mood.history, width, height)
  const last = points.at(-1)
  return (
    <section className="card-part">
      <h3>{words.card.mood}</h3>
      {points.length > 1 && last !== undefined ? (
        <svg
          className="mood-chart"
          data-feeling={mood.level}
          viewBox={`-6 -6 ${width + 12} ${height + 12}`}
          role="img"
          aria-label={words.card.moodChart(words.mood[mood.level], points.length)}
        >
          <path className="mood-middle" d={`M0 ${height / 2}H${width}`} />
          <path className="mood-line" d={pathThrough(points)} />
          {points.map(({ x, y }) => (
            <circle key={x} className="mood-past" cx={x} cy={y} r="2" />
          ))}
          <circle className="mood-last" cx={last.x} cy={last.y} r="4.5" />
        </svg>
      ) : (
        <p className="faint">{words.card.moodShort}</p>
      )}
      <p className="card-mood">
        <MoodWords level={mood.level} confidence={mood.confidence} />
        {mood.since !== null && <span className="faint">{words.card.moodSince(format.moment(mood.since, now))}</span>}
      </p>
    </section>
  )
}
