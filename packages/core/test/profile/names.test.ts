import { describe, expect, it } from "vitest"
import { inputId } from "../../src/kernel/ids.ts"
import { type eventTracked, events } from "../../src/profile/event.ts"
import { identity, liveLinks } from "../../src/profile/identity.ts"
import type { Links } from "../../src/profile/identity/links.ts"
import { resolve } from "../../src/profile/identity/resolve.ts"
import { surveys } from "../../src/survey/asking.ts"
import { anEntry, aStream } from "../../src/testing/store-builders.ts"
import type { Entry, EntryOf } from "../../src/timeline/entry.ts"

const [ana, ben] = [aStream(1), aStream(2)]
const inherited = ["constructor", "toString", "__proto__", "hasOwnProperty"]

const isLinked = (links: Links) => liveLinks(links).length > 0

const folded = <State>(
  { initial, on }: { readonly initial: State; readonly on: object },
  ...entries: readonly Entry[]
): State =>
  entries.reduce((state, entry) => {
    // the fold's own step for this kind
    const step = Reflect.get(on, entry.kind) as (state: State, entry: Entry) => State
    return JSON.parse(JSON.stringify(step(state, entry))) as State // as a store would give it back
  }, initial)

describe.each(inherited)("what is named %s, as every object has something of that name,", (name) => {
  it("is a link like any other, until it is taken back", () => {
    const linked = anEntry(ana, 1, {
      kind: "identities-linked",
      data: { link: inputId(name), ends: [ana, ben], schemes: ["user", "email"], source: "app", trust: "stated" },
    })
    const unlinked = anEntry(ana, 2, { kind: "identities-unlinked", data: { link: inputId(name), reason: "wrong" } })
    const [before, after]: readonly Links[] = [folded(identity, linked), folded(identity, linked, unlinked)]
    expect(before && isLinked(before)).toBe(true)
    expect(
      before &&
        resolve(
          new Map([
            [ana, before],
            [ben, before],
          ]),
        ).customers.get(ben),
    ).toBe(ana)
    expect(after && isLinked(after)).toBe(false)
    const merged = [identity.merge(folded(identity, unlinked), folded(identity, linked))].map(isLinked)
    expect(merged).toEqual([false])
  })

  it("is an event that is counted, on both sides of a merge", () => {
    const tracked: EntryOf<typeof eventTracked> = {
      ...anEntry(ana, 1),
      kind: "event-tracked",
      data: { event: name, properties: {} },
    }
    const once = folded(events, tracked)
    const count = (known: object) => Object.getOwnPropertyDescriptor(known, name)?.value.count
    expect([count(once), count(folded(events, tracked, tracked)), count(events.merge(once, once))]).toEqual([1, 2, 2])
    expect(count(events.merge({}, once))).toBe(1)
  })

  it("is no response to a survey that was never asked", () => {
    const answered = anEntry(ana, 1, {
      kind: "question-answered",
      data: { response: name, survey: "visit", question: "score", value: 9, next: null },
    })
    expect(folded(surveys, answered)).toEqual({})
  })
})
