/** How a customer felt at one moment: from -1 to 1, at an instant in milliseconds. */
export interface Feeling {
  readonly at: number
  readonly score: number
}

/** A point of the drawing. */
export interface Point {
  readonly x: number
  readonly y: number
}

const bounded = (score: number): number => Math.max(-1, Math.min(1, score))

/** Where the feelings lie in a drawing of this size, oldest left, happiest on top. Messages stand evenly: time between them says little. */
export const pointsOf = (history: readonly Feeling[], width: number, height: number): readonly Point[] =>
  history.map(({ score }, place) => ({
    x: history.length > 1 ? (place / (history.length - 1)) * width : width,
    y: ((1 - bounded(score)) / 2) * height,
  }))

const written = (value: number): string => value.toFixed(1)

/** A smooth path through the points that never goes above or below them between two points. */
export const pathThrough = (points: readonly Point[]): string =>
  points
    .map(({ x, y }, place) => {
      const before = points[place - 1]
      if (before === undefined) return `M${written(x)} ${written(y)}`
      const middle = written((before.x + x) / 2)
      return `C${middle} ${written(before.y)} ${middle} ${written(y)} ${written(x)} ${written(y)}`
    })
    .join("")
