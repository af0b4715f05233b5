import type { Noted } from "../../src/testing/store-builders.ts"
import type { Archive, Archived } from "../../src/timeline/archive.ts"
import type { Committed, Store, Unit } from "../../src/timeline/store.ts"
import { newestFirst } from "../../src/timeline/entry.ts"

/** A fault of a store: what is different in it. */
export type Bug = (store: Store<Noted>) => Partial<Store<Noted>>

const changing =
  (change: (unit: Unit<Noted>, place: number) => Unit<Noted>): Bug =>
  (store) => ({ commit: (units) => store.commit(units.map(change)) })

const feedOf = async (store: Store<Noted>): Promise<readonly Committed[]> => {
  const all: Committed[] = []
  for await (const committed of store.feed(0)) all.push(committed)
  return all
}

const withArchive = ({ archive }: Store<Noted>, change: (archive: Archive) => Archive): Archive => {
  if (archive) return change(archive)
  throw new TypeError("a memory store has an archive")
}

async function* mapped(records: AsyncIterable<Archived>, change: (record: Archived) => Archived | undefined) {
  for await (const record of records) {
    const changed = change(record)
    if (changed) yield changed
  }
}

const leavingOut =
  (part: Archived["part"]): Bug =>
  (store) => ({
    archive: withArchive(store, ({ dump, restore }) => ({
      restore,
      dump: () => mapped(dump(), (record) => (record.part === part ? undefined : record)),
    })),
  })

/** Faults that a store could have, each planted in a right one. */
export const bugs: { readonly [fault: string]: Bug } = {
  "expected versions are ignored": changing((unit) => ({ ...unit, expects: new Map() })),
  "only the first expected version is compared": changing((unit) => ({
    ...unit,
    expects: new Map([...unit.expects].slice(0, 1)),
  })),
  "whoever acknowledges a job is not fenced": changing((unit) =>
    unit.acks.length > 0 ? { ...unit, expects: new Map() } : unit,
  ),
  "inputs are not remembered": changing((unit) => ({ ...unit, inputs: [] })),
  "a duplicate names all inputs of its unit": (store) => ({
    commit: async (units) =>
      (await store.commit(units)).map((result, place) =>
        result.status === "duplicate" ? { ...result, inputs: units[place]?.inputs ?? [] } : result,
      ),
  }),
  "an entry is lost when two units are committed at once": changing((unit, place) =>
    place === 0 ? unit : { ...unit, entries: unit.entries.slice(0, -1) },
  ),
  "taken identifiers do not fence": (store) => ({
    commit: async (units) => {
      const { bound } = await store.load({
        inputs: [],
        identifiers: units.flatMap(({ binds }) => [...binds.keys()]),
        streams: [],
      })
      return store.commit(
        units.map((unit) => ({
          ...unit,
          binds: new Map([...unit.binds].filter(([identifier]) => !bound.has(identifier))),
        })),
      )
    },
  }),
  "one fenced unit refuses its whole commit": (store) => ({
    commit: async (units) => {
      const fences = await Promise.all(
        units.map(async ({ expects }) => {
          const { streams } = await store.load({ inputs: [], identifiers: [], streams: [...expects.keys()] })
          return [...expects].some(([stream, version]) => (streams.get(stream)?.version ?? 0) !== version)
        }),
      )
      return fences.includes(true) ? units.map(() => ({ status: "fenced" as const })) : store.commit(units)
    },
  }),
  "a refused unit leaves its counters": (store) => ({
    commit: async (units) => {
      const results = await store.commit(units)
      const nothing = {
        inputs: [],
        expects: new Map(),
        binds: new Map(),
        entries: [],
        passages: [],
        states: new Map(),
        puts: [],
        drops: [],
        posts: [],
        cancels: [],
        acks: [],
      }
      await store.commit(
        units.filter((_, place) => results[place]?.status === "fenced").map(({ counts }) => ({ ...nothing, counts })),
      )
      return results
    },
  }),
  "a second post of a job is a second job": changing((unit) => ({
    ...unit,
    posts: unit.posts.map((job) => ({ ...job, id: job.ref === "second" ? `${job.id} again` : job.id })),
  })),
  "an acknowledgement takes away what its own unit posts": changing((unit) => ({
    ...unit,
    posts: unit.posts.filter(({ id }) => !unit.acks.includes(id)),
  })),
  "a cancelled job stays": changing((unit) => ({ ...unit, cancels: [] })),
  "a timeline's page begins one too late": (store) => ({
    timeline: async (customer, page) => {
      const found = await store.timeline(customer, page)
      return page.after === undefined ? found : { ...found, items: found.items.slice(1) }
    },
  }),
  "a list's page begins one too early": (store) => {
    let last: Awaited<ReturnType<typeof store.query>>["items"][number] | undefined
    return {
      query: async (projection, filter, page) => {
        const found = await store.query(projection, filter, page)
        const items =
          page.after === undefined || last === undefined ? found.items : [last, ...found.items].slice(0, page.limit)
        last = items.at(-1)
        return { ...found, items }
      },
    }
  },
  "an entry in two streams is shown twice": (store) => ({
    timeline: async (customer, page) => {
      const { streams } = await store.load({ inputs: [], identifiers: [], streams: [customer] })
      const whole = (await feedOf(store))
        .map(({ entry }) => entry)
        .filter(({ stream }) => streams.get(stream)?.customer === customer)
        .sort(newestFirst)
      const from = page.after === undefined ? 0 : Number(page.after)
      const next = from + page.limit
      return { items: whole.slice(from, next), ...(next < whole.length ? { next: `${next}` } : {}) }
    },
  }),
  "ties in time are shown oldest first": (store) => ({
    timeline: async (customer, page) => {
      const found = await store.timeline(customer, page)
      return {
        ...found,
        items: [...found.items].sort((one, two) => two.occurredAt - one.occurredAt || one.position - two.position),
      }
    },
  }),
  "siblings are not loaded": (store) => ({
    load: async (need) => {
      const found = await store.load(need)
      const asked = new Set([...need.streams, ...found.bound.values()])
      return { ...found, streams: new Map([...found.streams].filter(([stream]) => asked.has(stream))) }
    },
  }),
  "true and 1 are the same to a filter": (store) => ({
    query: (projection, filter, page) =>
      store.query(
        projection,
        Object.fromEntries(Object.entries(filter).map(([field, value]) => [field, value === 1 ? true : value])),
        page,
      ),
  }),
  "any of the words is enough to be found": (store) => ({
    search: (text, page) => store.search(text.split(" ").at(-1) ?? "", page),
  }),
  "the feed leaves out the first entry behind the cursor": (store) => ({
    feed: (after) => store.feed(after === 0 ? 0 : after + 1),
  }),
  "the feed is out of order": (store) => ({
    async *feed(after) {
      yield* (await feedOf(store)).filter(({ cursor }) => cursor > after).toReversed()
    },
  }),
  "an erasure leaves the words": (store) => {
    let left: Awaited<ReturnType<typeof store.search>>["items"] = []
    return {
      erase: async (customer) => {
        left = (await store.search("note", { limit: 100 })).items
        return store.erase(customer)
      },
      search: async (text, page) => {
        const found = await store.search(text, page)
        return {
          ...found,
          items: [...new Map([...found.items, ...left].map((item) => [item.entry.id, item])).values()],
        }
      },
    }
  },
  "an erasure forgets the inputs": (store) => {
    let forgotten = false
    return {
      erase: async (customer) => {
        forgotten = true
        return store.erase(customer)
      },
      commit: (units) => store.commit(forgotten ? units.map((unit) => ({ ...unit, inputs: [] })) : units),
    }
  },
  "a counter holds the last value and not the sum": (store) => ({
    series: async (...range) =>
      (await store.series(...range)).map((count) => ({ ...count, by: Math.min(count.by, 8) })),
  }),
  "the head goes back when the newest entry is erased": (store) => ({
    head: async () => (await feedOf(store)).at(-1)?.cursor ?? 0,
  }),
  "bad limits are taken": (store) => ({
    timeline: (customer, page) =>
      store.timeline(customer, { ...page, limit: Math.max(1, Math.min(1000, Math.trunc(page.limit) || 1)) }),
  }),
  "a dump leaves out what was seen": leavingOut("seen"),
  "a dump leaves out the jobs": leavingOut("job"),
  "a dump leaves out the files": leavingOut("file"),
  "what is moved gets cursors of its own": (store) => ({
    archive: withArchive(store, ({ dump, restore }) => ({
      dump,
      restore: (records) =>
        restore(
          mapped(records, (record) => (record.part === "entry" ? { ...record, cursor: record.cursor + 1 } : record)),
          async () => {},
        ),
    })),
  }),
  "a move that breaks off leaves half of it behind": (store) => ({
    archive: withArchive(store, ({ dump, restore }) => ({
      dump,
      restore: async (records, verify) => {
        let broken: unknown
        const until = async function* () {
          try {
            yield* records
          } catch (failure) {
            broken = failure
          }
        }
        await restore(until(), async (written) => {
          if (broken === undefined) await verify(written)
        })
        if (broken !== undefined) throw broken
      },
    })),
  }),
}
