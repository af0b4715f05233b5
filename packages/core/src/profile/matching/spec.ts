import { ConfigurationError } from "../../kernel/errors.ts"
import { type BlockRule, fieldOf } from "./block.ts"
import type { Comparator } from "./comparator.ts"

/** What is compared, and how. The same for any data of this kind: what the fields are worth is found from the records themselves. */
export interface MatchSpec {
  /** How each field is compared, by its name: at most 12. */
  readonly fields: { readonly [field: string]: Comparator }
  /** Who is compared with whom: records that share all parts of any rule, at most 12 rules. Each field alone, where it is left out. */
  readonly blocks?: readonly BlockRule[]
  /** The probability from which a pair is taken for one person, .9 where it is left out. */
  readonly threshold?: number
  /** Keys that more records share are passed over, 500 where it is left out. */
  readonly largestBlock?: number
  /** No cluster grows beyond this, 20 where it is left out. */
  readonly largestCluster?: number
  /** What the sample of pairs follows from. The same seed and records give the same matches. */
  readonly seed?: number
}

/** A spec that was checked, without gaps. */
export type Checked = Required<MatchSpec>

const most = 12

const inRange = (option: string, value: number, low: number, high: number): number => {
  if (!Number.isFinite(value) || value < low || value > high)
    throw new ConfigurationError(option, `give a number from ${low} to ${high}`)
  return value
}

const checkedBlocks = (blocks: readonly BlockRule[], fields: MatchSpec["fields"]): readonly BlockRule[] => {
  if (blocks.length < 1 || blocks.length > most) throw new ConfigurationError("blocks", `give 1 to ${most} rules`)
  for (const rule of blocks) {
    if (rule.length === 0) throw new ConfigurationError("blocks", "name at least one field in each rule")
    for (const part of rule) {
      if (!Object.hasOwn(fields, fieldOf(part)))
        throw new ConfigurationError("blocks", `${JSON.stringify(fieldOf(part))} is not one of the fields`)
      if (typeof part !== "string") inRange("blocks.first", part.first, 1, 100)
    }
  }
  return blocks
}

/** Checks a spec and fills what was left out. Throws `ConfigurationError`, which names the option. */
export const checkSpec = (spec: MatchSpec): Checked => {
  const { fields, threshold = 0.9, largestBlock = 500, largestCluster = 20, seed = 1 } = spec
  const names = Object.keys(fields)
  if (names.length < 1 || names.length > most) throw new ConfigurationError("fields", `give 1 to ${most} fields`)
  for (const [field, { levels }] of Object.entries(fields))
    if (levels.length < 2 || levels.length > 10)
      throw new ConfigurationError(`fields.${field}`, "give it 2 to 10 levels")
  return {
    fields,
    blocks: checkedBlocks(spec.blocks ?? names.map((name) => [name]), fields),
    threshold: inRange("threshold", threshold, 0.5, 1),
    largestBlock: inRange("largestBlock", largestBlock, 2, 10_000),
    largestCluster: inRange("largestCluster", largestCluster, 2, 200),
    seed: inRange("seed", seed, 0, 0xffff_ffff),
  }
}
