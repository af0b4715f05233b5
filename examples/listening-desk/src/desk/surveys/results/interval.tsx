import type { Figure, Span } from "./figure-words.ts"

const share = (value: number, { from, to }: Span): number =>
  to === from ? 0 : Math.max(0, Math.min(1, (value - from) / (to - from)))

const percent = (part: number): string => `${(part * 100).toFixed(2)}%`

/**
 * A figure on its line: a point, and how far it may be off to each side. It only draws what stands beside it in words, so that nobody has to
 * see it.
 */
export const Interval = ({ figure, span }: { readonly figure: Figure; readonly span: Span }) => {
  const { value, low, high } = figure
  const middle = span.from < 0 && span.to > 0 ? share(0, span) : null
  return (
    <svg className="interval" aria-hidden="true">
      <line className="interval-line" x1="0" x2="100%" y1="50%" y2="50%" />
      {middle !== null && <line className="interval-zero" x1={percent(middle)} x2={percent(middle)} y1="2" y2="100%" />}
      {low !== null && high !== null && (
        <line
          className="interval-reach"
          x1={percent(share(low, span))}
          x2={percent(share(high, span))}
          y1="50%"
          y2="50%"
        />
      )}
      {value !== null && <circle cx={percent(share(value, span))} cy="50%" r="4.5" />}
    </svg>
  )
}
