import { InputError } from "../kernel/errors.ts"
import { type Archive, type Archived, parts } from "../timeline/archive.ts"
import type { Store } from "../timeline/store.ts"

/** How many records there are of each part. */
export type Counted = { readonly [Part in Archived["part"]]: number }

/** How far it has come: `of` is how many records there are, where that is known. */
export interface MoveProgress {
  readonly doing: "writing" | "comparing"
  readonly part: Archived["part"]
  readonly records: number
  readonly of?: number
}

/** What may be said about a move. */
export interface MoveOptions {
  /** Told after every thousand records, and when a part begins. */
  readonly onProgress?: (progress: MoveProgress) => void
  /** Where it fires, nothing was written. */
  readonly signal?: AbortSignal
}

/** Where two stores do not hold the same: the first record of a part that differs, by its number in that part. */
export interface Difference {
  readonly part: Archived["part"]
  readonly record: number
  readonly because: "missing" | "added" | "changed"
}

const archiveOf = <State>({ archive }: Store<State>, field: string): Archive => {
  if (archive) return archive
  throw new InputError("invalid", field, "this store has no archive; give one that has, such as SQLite or PostgreSQL")
}

const definedIn = (value: object): readonly (readonly [name: string, value: unknown])[] =>
  Object.entries(value).filter(([, each]) => each !== undefined)

/** Whether two records say the same, to the letter: data and states are compared as the texts that they are kept as. */
const isSame = (one: unknown, two: unknown): boolean => {
  if (one === two) return true
  if (typeof one !== "object" || typeof two !== "object" || one === null || two === null) return false
  if (one instanceof Uint8Array || two instanceof Uint8Array)
    return (
      one instanceof Uint8Array &&
      two instanceof Uint8Array &&
      one.length === two.length &&
      one.every((byte, place) => byte === two[place])
    )
  const fields = definedIn(one)
  return (
    fields.length === definedIn(two).length && fields.every(([name, value]) => isSame(value, Reflect.get(two, name)))
  )
}

/** From so many letters on a store may keep fewer words of an entry: they are for finding it, and it is there. */
const mostLetters = 100_000

const isLikeWanted = (found: Archived, wanted: Archived): boolean =>
  wanted.part === "entry" && (wanted.words?.length ?? 0) > mostLetters
    ? isSame({ ...found, words: undefined }, { ...wanted, words: undefined })
    : isSame(found, wanted)

const every = 1000

/** Lets everything else have its turn: a store in this process answers at once, and nobody could stop it in between. */
const breathe = (): Promise<void> =>
  // without setImmediate (edge runtimes) a timer of 0 does the same; either keeps the process alive
  new Promise((resolve) => (globalThis.setImmediate ?? ((run: () => void) => setTimeout(run, 0)))(resolve))

/** Counts the records that pass, tells of them, and ends where nobody wants them any more. */
const createWatch = (doing: MoveProgress["doing"], { onProgress, signal }: MoveOptions, of?: number) => {
  const counted = { head: 0, stream: 0, identifier: 0, seen: 0, entry: 0, row: 0, count: 0, job: 0, file: 0 }
  let records = 0
  return {
    counted,
    pass: async ({ part }: Archived): Promise<void> => {
      counted[part]++
      const isRound = ++records % every === 0
      if (isRound || counted[part] === 1) {
        onProgress?.({ doing, part, records, ...(of !== undefined && { of }) })
        await breathe()
      }
      signal?.throwIfAborted()
    },
  }
}

/** Reads both dumps side by side; gives the first place at which they part, if they do. */
const firstDifference = async (
  is: AsyncIterable<Archived>,
  must: AsyncIterable<Archived>,
  watch: ReturnType<typeof createWatch>,
): Promise<Difference | undefined> => {
  const found = is[Symbol.asyncIterator]()
  try {
    for await (const wanted of must) {
      await watch.pass(wanted)
      const { part } = wanted
      const { done, value } = await found.next()
      const record = watch.counted[part]
      if (done) return { part, record, because: "missing" }
      if (value.part !== part)
        return parts.indexOf(value.part) > parts.indexOf(part)
          ? { part, record, because: "missing" }
          : { part: value.part, record: watch.counted[value.part] + 1, because: "added" }
      if (!isLikeWanted(value, wanted)) return { part, record, because: "changed" }
    }
    const { done, value } = await found.next()
    return done ? undefined : { part: value.part, record: watch.counted[value.part] + 1, because: "added" }
  } finally {
    await found.return?.()
  }
}

const totalOf = (counted: Counted): number => Object.values(counted).reduce((sum, records) => sum + records, 0)

/** Says that what was written is not what is to be read: nothing of it was kept. */
const unlike = ({ part, record, because }: Difference): InputError =>
  new InputError(
    "conflict",
    "from",
    `record ${record} of part "${part}" is ${because} in what was written, and nothing of it was kept; ` +
      "stop everything that uses either store, and try again",
  )

/**
 * Writes all that one store holds into another that holds nothing: entries, states, identifiers, what was seen, lists, counters, jobs
 * and files. Before it is committed, all of it is read again from both and compared, record by record. It is one transaction: where it
 * rejects, nothing was written, and it can be called again. Rejects with `InputError` "conflict" where the other store holds something,
 * or where the first one changed meanwhile. The first store stays as it is. Gives how many records of each part there are.
 *
 * @example
 * await moveStore(sqlite("escucha.db"), postgres("postgres://localhost/shop"))
 */
export const moveStore = async <State>(
  from: Store<State>,
  to: Store<State>,
  options: MoveOptions = {},
): Promise<Counted> => {
  const [source, target] = [archiveOf(from, "from"), archiveOf(to, "to")]
  await from.migrate()
  await to.migrate()
  const written = createWatch("writing", options)
  const passing = async function* (): AsyncIterable<Archived> {
    for await (const record of source.dump()) {
      await written.pass(record)
      yield record
    }
  }
  await target.restore(passing(), async (found) => {
    const watch = createWatch("comparing", options, totalOf(written.counted))
    const difference = await firstDifference(found, source.dump(), watch)
    if (difference) throw unlike(difference)
  })
  return written.counted
}

/** Whether two stores hold the same, to the letter; gives the first place at which they part, and how many records were the same. */
export const compareStores = async <State>(
  from: Store<State>,
  to: Store<State>,
  options: MoveOptions = {},
): Promise<{ readonly counted: Counted; readonly difference?: Difference }> => {
  const [source, target] = [archiveOf(from, "from"), archiveOf(to, "to")]
  await from.migrate()
  await to.migrate()
  const watch = createWatch("comparing", options)
  const difference = await firstDifference(target.dump(), source.dump(), watch)
  return { counted: watch.counted, ...(difference && { difference }) }
}
