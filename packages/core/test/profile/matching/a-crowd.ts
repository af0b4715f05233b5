import type { MatchRecord } from "../../../src/matching.ts"
import { createRandom } from "../../../src/testing.ts"

/** Records of people whom nobody is, with the person behind each: some are there several times, with slips of the pen. */
export interface Crowd {
  readonly records: readonly MatchRecord[]
  readonly personOf: ReadonlyMap<string, string>
}

const syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "ro", "tu", "sa", "vi"]

/** A crowd of so many people; a third of them are there two or three times. */
export const aCrowd = (people: number, seed = 7): Crowd => {
  const random = createRandom(seed)
  const pick = (count: number) => Math.floor(random() * count)
  const word = (length: number) => Array.from({ length }, () => syllables[pick(syllables.length)]).join("")
  const names = Array.from({ length: 60 }, () => word(2))
  const surnames = Array.from({ length: 300 }, () => word(3))
  const towns = ["Northby", "Southby", "Eastby", "Westby"]
  const slip = (value: string): string => {
    const at = pick(value.length)
    const swapped = value.slice(0, at) + value.charAt(at + 1) + value.charAt(at) + value.slice(at + 2)
    return random() < 0.5 ? swapped : value.slice(0, at) + value.slice(at + 1)
  }
  const records: MatchRecord[] = []
  const personOf = new Map<string, string>()
  for (let person = 0; person < people; person++) {
    const [first, last] = [names[pick(names.length)] ?? "", surnames[pick(surnames.length)] ?? ""]
    const born = `${1940 + pick(60)}-${String(1 + pick(12)).padStart(2, "0")}-${String(1 + pick(28)).padStart(2, "0")}`
    const values = {
      first,
      last,
      born,
      town: towns[pick(towns.length)],
      email: `${first}.${last}${pick(100)}@post.example`,
    }
    const copies = random() < 1 / 3 ? 2 + pick(2) : 1
    for (let copy = 0; copy < copies; copy++) {
      const id = `${String(pick(1_000_000)).padStart(6, "0")}-${person}-${copy}`
      personOf.set(id, String(person))
      records.push({
        id,
        values:
          copy === 0
            ? values
            : {
                ...values,
                ...(random() < 0.4 && { first: slip(first) }),
                ...(random() < 0.4 && { last: slip(last) }),
                ...(random() < 0.2 && { email: undefined }),
                ...(random() < 0.2 && { born: "" }),
              },
      })
    }
  }
  return { records, personOf }
}

const pairsOf = (ids: readonly string[]) => (ids.length * (ids.length - 1)) / 2

/** The share of pairs that are right, and the share of right pairs that were found. */
export const qualityOf = ({ personOf }: Pick<Crowd, "personOf">, clusters: readonly (readonly string[])[]) => {
  const groups = (ids: Iterable<string>) => [...Map.groupBy(ids, (id) => personOf.get(id)).values()]
  const count = (lists: readonly (readonly string[])[]) => lists.reduce((sum, ids) => sum + pairsOf(ids), 0)
  const right = count(clusters.flatMap(groups))
  return { precision: right / count(clusters), recall: right / count(groups(personOf.keys())) }
}
