import type { Endpoint } from "../../src/kernel/ids.ts"
import { inputId, streamId } from "../../src/kernel/ids.ts"
import type { House, Situation } from "../../src/runtime/house.ts"
import { nothing } from "../../src/runtime/house.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { createTurn, type TurnLimits } from "../../src/runtime/turn.ts"
import { noon } from "../../src/testing/store-builders.ts"
import { createRandom } from "../../src/testing/random.ts"
import type { Decision, InputBase, Rejection } from "../../src/timeline/decision.ts"
import type { Job } from "../../src/timeline/job.ts"

/** What a stream of the toy remembers: the texts that were said there. */
export interface Said {
  readonly texts: readonly string[]
}

/** Somebody says something. */
export interface Saying extends InputBase {
  readonly kind: "said"
  readonly text: string
}

const decideSaying = ({ stream }: Situation<Said>, { id, text }: Saying): Decision | Rejection => {
  if (text === "bug") throw new TypeError("a bug in decide")
  if (text === "refused") return { invalid: { field: "text", remedy: "say something else" } }
  if (text === "silence") return { entries: [] }
  return { entries: [{ kind: "said", data: { text } }], posts: [{ key: stream, id: `job:${id}`, type: "t" }] }
}

/** The smallest house there is: it remembers what was said, word by word. */
export const toyHouse: House<Said, Saying> = {
  initial: { texts: [] },
  project: (state, entry) => ({ texts: [...state.texts, String(Reflect.get(Object(entry.data), "text"))] }),
  merge: (states) => ({ texts: states.flatMap(({ texts }) => texts) }),
  schema: () => 1,
  read: (entry) => entry,
  decide: decideSaying,
  react: () => nothing,
  customers: (streams) => new Map([...streams.keys()].map((stream) => [stream, stream])),
  rows: ({ id, state }) => {
    if (state.texts.includes("bug in a list")) throw new TypeError("a bug in rows")
    return [{ projection: "said", key: id, at: 0, data: JSON.stringify({ count: state.texts.length }) }]
  },
  counts: () => [],
  passage: () => undefined,
}

/** An input of the toy; its id is its text, unless it is given. */
export const aSaying = (on: Endpoint, text: string, part: Partial<Saying> = {}): Saying => ({
  id: inputId(text),
  kind: "said",
  on,
  text,
  ...part,
})

/** A turn over a toy house and a memory store, with what was committed and handed over. */
export const aTurn = ({ house = toyHouse, limits }: { house?: House<Said, Saying>; limits?: TurnLimits } = {}) => {
  const store = memoryStore<Said>()
  const commits: number[] = []
  const handed: { readonly posts: readonly Job[]; readonly cancels: readonly string[] }[] = []
  const random = createRandom(1)
  /** What stands between the turn and its store; a test replaces a verb. */
  const port = {
    load: store.load,
    commit: async (units: Parameters<typeof store.commit>[0]) => {
      commits.push(units.length)
      return store.commit(units)
    },
  }
  const turn = createTurn<Said, Saying>({
    house,
    store: { load: (need) => port.load(need), commit: (units) => port.commit(units) },
    now: () => noon,
    fresh: () => streamId(noon, random),
    handOver: (posts, cancels) => void handed.push({ posts, cancels }),
    ...(limits && { limits }),
  })
  /** Posts all of them at once; how each of them ended. */
  const postAll = async (...sayings: readonly Saying[]) => {
    const settled = await Promise.allSettled(sayings.map((saying) => turn.post(saying)))
    return settled.map((each) => (each.status === "fulfilled" ? each.value.status : (each.reason as unknown)))
  }
  /** What was said there. */
  const textsOf = async (identifier: Saying["on"] & `${string}:${string}`) => {
    const { bound, streams } = await store.load({ inputs: [], identifiers: [identifier], streams: [] })
    return streams.get(bound.get(identifier) ?? "s_")?.state.texts ?? []
  }
  return { turn, store, port, commits, handed, postAll, textsOf }
}
