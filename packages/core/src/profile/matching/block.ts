import { formAt, type Table, unknown } from "./record.ts"

/** One part of a key: a field as a whole, or how it begins. */
export type BlockPart = string | { readonly field: string; readonly first: number }

/** Records that share all parts of a rule are compared with each other; where a part is not known, the rule does not speak. */
export type BlockRule = readonly BlockPart[]

/** The records by one rule: each key with its rows, and the key of each row. */
interface RuleIndex {
  readonly rule: BlockRule
  readonly blocks: Map<string, number[]>
  readonly keys: string[]
}

/** The records by every rule. */
export interface BlockIndex {
  readonly rules: readonly RuleIndex[]
  /** Keys that more records share than this are passed over: they tell nobody apart, and cost the square. */
  readonly largest: number
}

/** An index without records. */
export const createIndex = (rules: readonly BlockRule[], largest: number): BlockIndex => ({
  rules: rules.map((rule) => ({ rule, blocks: new Map(), keys: [] })),
  largest,
})

/** The name of the field of a part. */
export const fieldOf = (part: BlockPart): string => (typeof part === "string" ? part : part.field)

const keyOf = (table: Table, rule: BlockRule, row: number): string => {
  const parts: string[] = []
  for (const part of rule) {
    const column = table.columns.find(({ field }) => field === fieldOf(part))
    const form = column ? formAt(column, row) : ""
    if (form === "") return ""
    parts.push(typeof part === "string" ? form : form.slice(0, part.first))
  }
  return parts.join("\n")
}

/** Puts a row of the table into the blocks of its keys. */
export const indexRow = (index: BlockIndex, table: Table, row: number): void => {
  for (const { rule, blocks, keys } of index.rules) {
    const key = keyOf(table, rule, row)
    keys[row] = key
    if (key === "") continue
    const block = blocks.get(key)
    if (block) block.push(row)
    else blocks.set(key, [row])
  }
}

/** Takes a row out of its blocks; call it before the row leaves the table. */
export const dropRow = (index: BlockIndex, row: number): void => {
  for (const { blocks, keys } of index.rules) {
    const key = keys[row] ?? ""
    keys[row] = ""
    const block = blocks.get(key)
    if (!block) continue
    const at = block.indexOf(row)
    if (at >= 0) block.splice(at, 1)
    if (block.length === 0) blocks.delete(key)
  }
}

const isShared = ({ blocks, keys }: RuleIndex, one: number, two: number, largest: number): boolean => {
  const key = keys[one] ?? ""
  return key !== "" && key === keys[two] && (blocks.get(key)?.length ?? 0) <= largest
}

/** What is told of each pair: the lower row first; `rules` says by which rules it was chosen, a bit each. */
type Visit = (one: number, two: number, rules: number) => void

/** The rules by which two rows were chosen, a bit each. */
const rulesOf = ({ rules, largest }: BlockIndex, one: number, two: number): number => {
  let shared = 0
  for (let bit = 0; bit < rules.length; bit++) {
    const rule = rules[bit]
    if (rule && isShared(rule, one, two, largest)) shared |= 1 << bit
  }
  return shared
}

/** How many pairs are looked at between two chances for others to work: some milliseconds. */
const slice = 2_000

/** The blocks that are compared, each with the place of its rule. */
function* blocksOf({ rules, largest }: BlockIndex): Generator<readonly [rule: number, block: readonly number[]]> {
  for (const [at, { blocks }] of rules.entries())
    for (const block of blocks.values()) if (block.length <= largest) yield [at, block]
}

/** Every pair of rows that shares a key, once; no pair is kept. Yields now and then how many pairs were told since, for others to work. */
export function* eachPair(index: BlockIndex, visit: Visit): Generator<number, void> {
  let [told, seen] = [0, 0]
  for (const [rule, block] of blocksOf(index)) {
    for (let first = 0; first < block.length; first++) {
      for (let second = first + 1; second < block.length; second++) {
        const [a, b] = [block[first] ?? unknown, block[second] ?? unknown]
        const shared = rulesOf(index, a, b)
        seen++
        if ((shared & -shared) !== 1 << rule) continue // an earlier rule told it
        visit(Math.min(a, b), Math.max(a, b), shared)
        told++
      }
      if (seen < slice) continue
      yield told
      told = seen = 0
    }
  }
  yield told
}

/** The rows that share a key with this row, lowest first. */
export const rowsBeside = (index: BlockIndex, row: number): readonly number[] => {
  const found = new Set<number>()
  for (const { blocks, keys } of index.rules) {
    const block = blocks.get(keys[row] ?? "")
    if (block && block.length <= index.largest) for (const other of block) if (other !== row) found.add(other)
  }
  return [...found].sort((one, two) => one - two)
}

/** How many blocks are larger than what is compared, by rule. */
export const passedOver = (index: BlockIndex): readonly number[] =>
  index.rules.map(({ blocks }) => [...blocks.values()].filter((block) => block.length > index.largest).length)
