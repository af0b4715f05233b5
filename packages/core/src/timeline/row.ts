/**
 * A line of a list that people page through, ordered by `at` (lowest first), then by key. `data` is a JSON object. A line about a
 * person has their streams in its key (`s_…`, `s_…/case-1`, `s_…/s_…`): by that an erasure finds it.
 */
export interface Row {
  readonly projection: string
  readonly key: string
  readonly at: number
  readonly data: string
}

/** So many of something in the hour that begins at `at` (milliseconds). `by` is added to what is there. */
export interface Count {
  readonly metric: string
  readonly at: number
  readonly by: number
}
