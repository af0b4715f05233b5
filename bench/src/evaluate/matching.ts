import { BenchError } from "../bench-error.ts"
import { gridOf, number } from "../table.ts"
import { type Labelled, matcherOf, type PeopleSet, peopleSets, readPeople } from "./people-set.ts"

/**
 * How well the records of one set are put together, as a row of the report. Pairs are counted: those of one cluster are said to be one
 * person.
 */
export interface Matched {
  readonly case: string
  readonly unit: "F1"
  readonly better: "higher"
  readonly ours: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly maxCluster: number
  readonly records: number
  /** The pairs that are one person's. */
  readonly pairs: number
  /** The pairs that were compared. */
  readonly candidates: number
  readonly seconds: number
  /** The most memory that the process has had so far, in megabytes. */
  readonly peakMb: number
}

const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits))

const pairsIn = (sizes: Iterable<number>): number => [...sizes].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)

const sizesOf = (persons: readonly string[]): readonly number[] => [
  ...persons
    .reduce((counts, person) => counts.set(person, (counts.get(person) ?? 0) + 1), new Map<string, number>())
    .values(),
]

/** How well clusters agree with the truth: the pairs that are right, of those that were said and of those that are. */
export const agreement = (people: readonly Labelled[], clusters: readonly (readonly string[])[]) => {
  const personOf = new Map(people.map(({ record, person }) => [record.id, person]))
  const truth = pairsIn(sizesOf(people.map(({ person }) => person)))
  const said = pairsIn(clusters.map(({ length }) => length))
  const right = clusters.reduce((sum, ids) => sum + pairsIn(sizesOf(ids.map((id) => personOf.get(id) ?? id))), 0)
  return {
    precision: said === 0 ? 0 : right / said,
    recall: truth === 0 ? 0 : right / truth,
    f1: said + truth === 0 ? 0 : (2 * right) / (said + truth),
    maxCluster: Math.max(1, ...clusters.map(({ length }) => length)),
    pairs: truth,
  }
}

/** Puts the records of a set together, with the default threshold and without a label. */
export const matchedOf = (set: PeopleSet, people: readonly Labelled[]): Matched => {
  const matcher = matcherOf(set)
  const began = performance.now()
  const { candidates } = matcher.fit(people.map(({ record }) => record))
  const clusters = matcher.clusters()
  const seconds = (performance.now() - began) / 1000
  const { precision, recall, f1, maxCluster, pairs } = agreement(people, clusters)
  return {
    case: set.name,
    unit: "F1",
    better: "higher",
    ours: rounded(f1),
    precision: rounded(precision),
    recall: rounded(recall),
    f1: rounded(f1),
    maxCluster,
    records: people.length,
    pairs,
    candidates,
    seconds: rounded(seconds, 2),
    peakMb: rounded(process.resourceUsage().maxRSS / 1024, 0),
  }
}

const heads = ["case", "records", "compared", "precision", "recall", "F1", "max cluster", "seconds", "peak MB"] as const

/** The rows as a table for people. */
export const matchedTable = (rows: readonly Matched[]): string =>
  gridOf([
    heads,
    ...rows.map((row) => [
      row.case,
      ...[row.records, row.candidates, row.precision, row.recall, row.f1, row.maxCluster, row.seconds, row.peakMb].map(
        number,
      ),
    ]),
  ]).join("\n")

/** How well records of people are put together, a row for each set. A set that is not there is named to `progress`. */
export const matching = async (data: string, progress: (line: string) => void): Promise<readonly Matched[]> => {
  const rows: Matched[] = []
  for (const set of peopleSets) {
    const people = readPeople(data, set)
    if (people) rows.push(matchedOf(set, people))
    progress(
      people
        ? `${set.name}: ${people.length} records`
        : `${set.name} is left out: there is no ${set.files.join(" or ")}`,
    )
  }
  if (rows.length === 0)
    throw new BenchError(
      `there are no records of people in ${data}; it must hold profiles/identity/febrl3.csv and its like`,
    )
  return rows
}
