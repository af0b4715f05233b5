/** A point with what the function is there. */
export interface Point {
  readonly at: readonly number[]
  readonly value: number
}

/** The lowest point that was found, and whether the search came to rest there. */
export interface Minimum extends Point {
  readonly iterations: number
  readonly converged: boolean
}

/** How long a search may go on, and when it has come to rest. */
export interface SearchLimits {
  readonly iterations?: number
  /** The search rests where all its points lie within this of each other, in place and in value. */
  readonly tolerance?: number
}

const lowestFirst = (one: Point, two: Point): number => one.value - two.value

/** A value that is no number is no valley. */
const sound = (value: number): number => (Number.isNaN(value) ? Infinity : value)

const spreadOf = (points: readonly Point[]): number => {
  const [best] = points
  return Math.max(
    ...points.map((point) => Math.max(...point.at.map((value, axis) => Math.abs(value - (best?.at[axis] ?? 0))))),
    Math.abs((points.at(-1)?.value ?? 0) - (best?.value ?? 0)),
  )
}

/** One step of Nelder and Mead: the worst point is mirrored, stretched or drawn in, or all are drawn to the best. */
const stepped = (of: (at: readonly number[]) => number, points: readonly Point[]): readonly Point[] => {
  const [best, worst, next] = [points[0], points.at(-1), points.at(-2)]
  if (!best || !worst || !next) return points
  const others = points.slice(0, -1)
  const centre = best.at.map((_, axis) => others.reduce((sum, { at }) => sum + (at[axis] ?? 0), 0) / others.length)
  const along = (share: number): Point => {
    const at = centre.map((middle, axis) => middle + share * (middle - (worst.at[axis] ?? 0)))
    return { at, value: sound(of(at)) }
  }
  const mirrored = along(1)
  if (mirrored.value < best.value) {
    const stretched = along(2)
    return [...others, stretched.value < mirrored.value ? stretched : mirrored]
  }
  if (mirrored.value < next.value) return [...others, mirrored]
  const drawn = mirrored.value < worst.value ? along(0.5) : along(-0.5)
  if (drawn.value < Math.min(worst.value, mirrored.value)) return [...others, drawn]
  return points.map((point) => {
    if (point === best) return point
    const at = point.at.map((value, axis) => ((best.at[axis] ?? 0) + value) / 2)
    return { at, value: sound(of(at)) }
  })
}

/**
 * Looks for the lowest point of a function from where it is told to begin, without derivatives (Nelder and Mead 1965,
 * https://doi.org/10.1093/comjnl/7.4.308). It ends: at rest, or after its iterations, and says which. Yields after each step.
 */
export function* searching(
  of: (at: readonly number[]) => number,
  start: readonly number[],
  { iterations: most = 2_000, tolerance = 1e-7 }: SearchLimits = {},
): Generator<void, Minimum> {
  const corner = (axis: number): Point => {
    const at = start.map((value, other) => (other === axis ? value + 0.5 : value))
    return { at, value: sound(of(at)) }
  }
  let points: readonly Point[] = [corner(-1), ...start.map((_, axis) => corner(axis))].sort(lowestFirst)
  let iterations = 0
  while (iterations < most && spreadOf(points) > tolerance) {
    points = [...stepped(of, points)].sort(lowestFirst)
    iterations++
    yield
  }
  const { at, value } = points[0] ?? corner(-1)
  return { at, value, iterations, converged: Number.isFinite(value) && spreadOf(points) <= tolerance }
}

/** Near enough to tell which beginning leads lower. */
const coarse = 1e-3

/**
 * The lowest point from several beginnings: each is followed until it is clear which leads lowest, and that one to its end, twice: a
 * simplex that has collapsed on a slope finds its way again from where it lies.
 */
export function* lowest(
  of: (at: readonly number[]) => number,
  starts: readonly (readonly number[])[],
  limits: SearchLimits = {},
): Generator<void, Minimum> {
  let best: Point = { at: starts[0] ?? [], value: Infinity }
  let iterations = 0
  for (const start of starts) {
    const found = yield* searching(of, start, { ...limits, tolerance: coarse })
    iterations += found.iterations
    if (found.value < best.value) best = found
  }
  const first = yield* searching(of, best.at, limits)
  const second = yield* searching(of, first.at, limits)
  const lower = second.value <= first.value ? second : first
  return { ...lower, iterations: iterations + first.iterations + second.iterations }
}
