import { InputError } from "../../kernel/errors.ts"
import { createIndex, dropRow, eachPair, indexRow, rowsBeside } from "./block.ts"
import { clusterOf, type Edge } from "./cluster.ts"
import { createScorer, type Evidence, type Scorer } from "./evidence.ts"
import { checkModel, learn, type MatchModel } from "./model.ts"
import { addRow, createTable, type MatchRecord, removeRow } from "./record.ts"
import { checkSpec, type MatchSpec } from "./spec.ts"

/** Two records with how sure we are that they are one person; `one` is the lower id. */
export interface ScoredPair {
  readonly one: string
  readonly two: string
  readonly probability: number
}

/** Finds records that are one person. It suggests; it joins nobody. */
export interface Matcher {
  /** Puts a record in; one with the same id is replaced. */
  readonly add: (record: MatchRecord) => void
  /** Takes a record out; whether it was there. */
  readonly remove: (id: string) => boolean
  /** How many records are in. */
  readonly size: () => number
  /** Learns from the records what each field is worth, without anybody saying which pairs are right. */
  readonly fit: (records?: Iterable<MatchRecord>) => MatchModel
  /** The same in slices, for a program that must answer others meanwhile: each step compares a few thousand pairs, and says how many. */
  readonly fitting: () => Generator<number, MatchModel>
  /** Pairs from the threshold on, the surest first. */
  readonly pairs: (threshold?: number) => readonly ScoredPair[]
  /** The same in slices. */
  readonly pairing: (threshold?: number) => Generator<number, readonly ScoredPair[]>
  /** Groups of ids that are one person, grown from these pairs so that no chain of likenesses joins strangers. */
  readonly clusters: (threshold?: number) => readonly (readonly string[])[]
  /** Ids that share a key with a record, whether it is in or not. */
  readonly candidates: (record: MatchRecord) => readonly string[]
  /** A record against those who share a key with it, the surest first: what somebody new is looked up by. It is not put in. */
  readonly score: (record: MatchRecord, threshold?: number) => readonly ScoredPair[]
  /** Why two records that are in are taken for one person, or not. */
  readonly explain: (one: string, two: string) => Evidence
  /** What was learned; `undefined` before. */
  readonly model: () => MatchModel | undefined
}

const pairOf = (one: string, two: string, probability: number): ScoredPair =>
  one < two ? { one, two, probability } : { one: two, two: one, probability }

const bySurety = (one: ScoredPair, two: ScoredPair): number =>
  two.probability - one.probability || (one.one < two.one || (one.one === two.one && one.two < two.two) ? -1 : 1)

const drained = <Result>(steps: Generator<unknown, Result>): Result => {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The records of a matcher: a table and the index over it, always in step. */
const createRecords = (spec: ReturnType<typeof checkSpec>) => {
  const table = createTable(spec.fields)
  const index = createIndex(spec.blocks, spec.largestBlock)
  const remove = (id: string): boolean => {
    const row = table.rows.get(id)
    if (row === undefined) return false
    dropRow(index, row)
    removeRow(table, row)
    return true
  }
  const add = (record: MatchRecord): number => {
    remove(record.id)
    const row = addRow(table, record)
    indexRow(index, table, row)
    return row
  }
  const idAt = (row: number): string => table.ids[row] ?? ""
  /** Looks at a record as if it were in. One that is in already under this id is set aside meanwhile. */
  const beside = <Result>(record: MatchRecord, look: (row: number) => Result): Result => {
    const stranger = { ...record, id: `\0${record.id}` }
    try {
      return look(add(stranger))
    } finally {
      remove(stranger.id)
    }
  }
  const others = (row: number, id: string) => rowsBeside(index, row).filter((other) => idAt(other) !== id)
  return { table, index, add, remove, idAt, beside, others }
}

type Records = ReturnType<typeof createRecords>

const rowOf = ({ table }: Records, id: string): number => {
  const row = table.rows.get(id)
  if (row === undefined) throw new InputError("unknown", "id", "no record has this id")
  return row
}

/** One record against those beside it. */
const createLooks = (
  records: Records,
  scorer: () => Scorer,
  usual: number,
): Pick<Matcher, "candidates" | "score" | "explain"> => {
  const { idAt, beside, others } = records
  return {
    candidates: (record) => beside(record, (row) => others(row, record.id).map(idAt)),
    score: (record, threshold = usual) => {
      const { probability: probabilityBetween } = scorer()
      return beside(record, (row) =>
        others(row, record.id)
          .map((other) => pairOf(record.id, idAt(other), probabilityBetween(row, other)))
          .filter(({ probability }) => probability >= threshold)
          .sort(bySurety),
      )
    },
    explain: (one, two) => scorer().evidence(rowOf(records, one), rowOf(records, two)),
  }
}

/** Groups of ids from pairs of ids, in the order of their ids. */
const groupsOf = (
  records: Records,
  pairs: readonly ScoredPair[],
  probability: Scorer["probability"],
  largest: number,
): readonly (readonly string[])[] => {
  const edges = pairs.map((pair): Edge => ({ ...pair, one: rowOf(records, pair.one), two: rowOf(records, pair.two) }))
  return clusterOf(edges, { probability, largest })
    .map((group) => group.map(records.idAt).sort())
    .sort(([one = ""], [two = ""]) => (one < two ? -1 : 1))
}

/**
 * Finds records that are one person by the model of Fellegi and Sunter (1969, https://doi.org/10.1080/01621459.1969.10501049): what each
 * field is worth is learned from the records, unsupervised. Pure: the same spec, seed and records give the same pairs, in any order.
 * Throws `ConfigurationError`, which names the option; verbs throw `InputError` before anything was learned.
 *
 * @example
 * import { createMatcher, email, exact, name } from "@escucha/core/matching"
 *
 * const records = [{ id: "17", values: { name: "Ana Ruiz", city: "Northby", email: "ana@post.example" } }] // and many more
 * const matcher = createMatcher({ fields: { name: name(), city: exact({ frequency: true }), email: email() } })
 * matcher.fit(records)
 * matcher.pairs() // [{ one: "17", two: "42", probability: 0.998 }]
 */
export const createMatcher = (described: MatchSpec, learned?: MatchModel): Matcher => {
  const spec = checkSpec(described)
  const records = createRecords(spec)
  const { table, index, add, remove, idAt } = records
  let state: { readonly model: MatchModel; readonly scorer: Scorer } | undefined
  const learnFrom = (model: MatchModel) => {
    state = { model, scorer: createScorer(table, model) }
    return model
  }
  if (learned) learnFrom(checkModel(spec, learned))
  const scorer = (): Scorer => {
    if (!state) throw new InputError("invalid", "fit", "fit the matcher first, or give it a model")
    return state.scorer
  }
  function* fitting(): Generator<number, MatchModel> {
    if (table.rows.size < 2) throw new InputError("invalid", "records", "give at least two records")
    return learnFrom(yield* learn(table, index, spec))
  }
  function* pairing(threshold = spec.threshold): Generator<number, readonly ScoredPair[]> {
    const { probability: probabilityBetween } = scorer()
    const found: ScoredPair[] = []
    yield* eachPair(index, (one, two) => {
      const probability = probabilityBetween(one, two)
      if (probability >= threshold) found.push(pairOf(idAt(one), idAt(two), probability))
    })
    return found.sort(bySurety)
  }
  const pairs = (threshold?: number) => drained(pairing(threshold))
  return {
    add: (record) => void add(record),
    remove,
    size: () => table.rows.size,
    fit: (given = []) => {
      for (const record of given) add(record)
      return drained(fitting())
    },
    fitting,
    pairs,
    pairing,
    clusters: (threshold) => groupsOf(records, pairs(threshold), scorer().probability, spec.largestCluster),
    ...createLooks(records, scorer, spec.threshold),
    model: () => state?.model,
  }
}
