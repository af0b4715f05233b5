import { createIdentityIndex, type StreamId } from "@escucha/core/identity"
import { kioskStory, shopStory, type Story } from "./story.ts"
import { createUnionFind, joinAround } from "./union-find.ts"

/** Who is whose in the end, by stream. */
export type Owner = (stream: StreamId) => StreamId

/** What is measured: a story, told when it is needed, and the limit on it. */
export interface IdentityCase {
  readonly name: string
  readonly unit: "links/s" | "ms"
  readonly tell: () => Story
  readonly limit: (story: Story) => Owner
}

const joinHolding = ({ holding }: Story): Owner => {
  const found = createUnionFind()
  for (const [one, two] of holding) found.join(one, two)
  return found.root
}

/** Every case, in the order of the rows. */
export const cases: readonly IdentityCase[] = [
  { name: "links of 50,000 people", unit: "links/s", tell: () => shopStory(50_000, false), limit: joinHolding },
  { name: "links, one in ten taken back", unit: "links/s", tell: () => shopStory(50_000, true), limit: joinHolding },
  {
    name: "hub of 50,000 users",
    unit: "ms",
    tell: () => kioskStory(50_000),
    limit: ({ assertions }) => joinAround(assertions).root,
  },
]

/** Ours: every word of a story, one after the other. */
export const resolveAll = ({ assertions }: Story) => {
  const index = createIdentityIndex()
  for (const assertion of assertions) index.apply(assertion)
  return index
}
