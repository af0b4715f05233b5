import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { contactPolicy, type ContactRules, mergePersons } from "../../packages/core/src/conversation/contact-policy.ts"
import { fakeChannel } from "../../packages/core/src/testing/fake-channel.ts"
import { contact, type PersonMemory, personOf } from "../../packages/core/src/conversation/contact.ts"
import { InputError } from "../../packages/core/src/kernel/errors.ts"
import { utc } from "../../packages/core/src/kernel/time-zone.ts"
import type { StreamId } from "../../packages/core/src/kernel/ids.ts"
import { type consentChanged, type ConsentRecord, consents } from "../../packages/core/src/profile/consent.ts"
import { everyChannel } from "../../packages/core/src/profile/consent-word.ts"
import { legalBases, type LegalBasis } from "../../packages/core/src/profile/legal-basis.ts"
import type { EntryOf } from "../../packages/core/src/timeline/entry.ts"
import { createProject, type Project } from "../../packages/core/src/timeline/fold.ts"
import { aHouse } from "../support/house.ts"

const runs = 3_000

const purposes = Object.fromEntries(legalBases.map((basis) => [`for-${basis}`, { basis }]))
const names = [...Object.keys(purposes), "service", "marketing"]
const channels = ["chat", "mail"]
const rules: ContactRules = { zone: utc, consent: "for-marketing", purposes }

interface Said {
  readonly purpose: string
  readonly channel: string
  readonly decision: ConsentRecord["decision"]
  readonly basis: LegalBasis
  readonly at: number
  readonly expiresAt: number | undefined
}

const moment = fc.integer({ min: 1, max: 12 })
const said: fc.Arbitrary<Said> = fc.record({
  purpose: fc.constantFrom(...names),
  channel: fc.constantFrom(everyChannel, ...channels),
  decision: fc.constantFrom("grant", "grant", "grant", "deny", "withdraw"),
  basis: fc.constantFrom<LegalBasis>("consent", "consent", "soft-opt-in"),
  at: moment,
  expiresAt: fc.option(moment, { nil: undefined }),
})
const history = fc.array(said, { maxLength: 8 })

type Memory = PersonMemory
const { initial, project, merge }: Project<Memory> = createProject({ contact, consents })

/** What a stream remembers after it was told all this, in this order. */
const remember = (stream: StreamId, told: readonly Said[]): Memory =>
  told.reduce<Memory>((state, { at, expiresAt, ...rest }, index) => {
    const data: ConsentRecord = {
      ...rest,
      id: `${stream}/${index}`,
      method: "form",
      evidence: {},
      actor: "test",
      salt: "",
      previous: "",
      hash: "",
      ...(expiresAt !== undefined && { expiresAt }),
    }
    const entry: EntryOf<typeof consentChanged> = {
      id: `${stream}/${index}#0`,
      stream,
      position: index + 1,
      kind: "consent-changed",
      schema: 2,
      occurredAt: at,
      receivedAt: at,
      data,
    }
    return project(state, entry)
  }, initial)

/** Everything that is allowed at a moment, by the policy itself. */
const allowedIn = (state: Memory, now: number): ReadonlySet<string> =>
  new Set(
    names.flatMap((purpose) =>
      channels
        .filter((channel) => contactPolicy({ purpose, channel }, personOf(state), rules, now).verdict === "send")
        .map((channel) => `${purpose} by ${channel}`),
    ),
  )

/** Whether somebody says no to it, by a judge who reads the whole history of one place. */
const objects = (told: readonly Said[], purpose: string, channel: string, now: number): boolean =>
  told.some(
    (no) =>
      no.purpose === purpose &&
      no.decision !== "grant" &&
      (no.channel === everyChannel || no.channel === channel) &&
      !told.some(
        (yes) =>
          yes.purpose === purpose &&
          yes.decision === "grant" &&
          yes.basis !== "soft-opt-in" &&
          yes.at > no.at &&
          (yes.channel === no.channel || (no.channel === everyChannel && yes.channel === channel)) &&
          isLast(told, yes) &&
          (yes.expiresAt === undefined || now < yes.expiresAt),
      ),
  )

/** A yes counts until the next one on the same footing. */
const isLast = (told: readonly Said[], yes: Said): boolean =>
  !told.some(
    (other) =>
      other.decision === "grant" &&
      other.purpose === yes.purpose &&
      other.channel === yes.channel &&
      other.basis === yes.basis &&
      other.at > yes.at,
  )

const heeds = (purpose: string): boolean => purpose !== "for-legal-obligation" && purpose !== "for-vital-interest"

/** Purposes that rest on no yes: what either may not be written for, the joined may not. */
const needsNone = new Set(["for-contract", "for-public-task", "for-legitimate-interest", "service"])

const seen = { allowed: 0, lost: 0, merged: 0 }
afterAll(() => console.log(JSON.stringify({ law: "a merge never widens permission", runs, ...seen })))

// Of two yeses at one moment that differ in their end, which holds is said by the product, not by this judge.
const isClear = (told: readonly Said[]): boolean =>
  new Set(told.map(({ purpose, channel, basis, at, decision }) => `${purpose} ${channel} ${basis} ${at} ${decision}`))
    .size === told.length
const clear = history.filter(isClear)

/** What a join allows although it must not. */
const widened = (one: readonly Said[], two: readonly Said[], now: number, join: Join): readonly string[] => {
  const [first, second] = [remember("s_1", one), remember("s_2", two)]
  const [alone, other] = [allowedIn(first, now), allowedIn(second, now)]
  const joined = allowedIn(join(first, second), now)
  seen.merged++
  seen.allowed += joined.size
  seen.lost += alone.size + other.size - 2 * joined.size
  return [...joined].filter((each) => {
    const [purpose = "", channel = ""] = each.split(" by ")
    const isRefused = heeds(purpose) && [one, two].some((told) => objects(told, purpose, channel, now))
    const isNew = !alone.has(each) && !other.has(each)
    return isRefused || isNew || (needsNone.has(purpose) && !(alone.has(each) && other.has(each)))
  })
}

type Join = (one: Memory, two: Memory) => Memory

const joined: Join = (one, two) => merge([one, two])

const law = (join: Join) =>
  fc.property(clear, clear, moment, (one, two, now) => {
    expect(widened(one, two, now, join)).toEqual([])
  })

const withWords = (state: Memory, words: Memory["consents"]["words"]): Memory => ({
  ...state,
  consents: { ...state.consents, words },
})

describe("two places that are joined (I8)", () => {
  it(`allow nothing that either objects to, and nothing that neither allows (${runs} pairs)`, () => {
    fc.assert(law(joined), { numRuns: runs })
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(1_000)
  })

  it.for<readonly [string, Join]>([
    [
      "a later yes of one takes back the no of the other",
      (one, two) => {
        const both = merge([one, two])
        return withWords(
          both,
          both.consents.words.map((word) => ({ ...word, from: "s_1" })),
        )
      },
    ],
    ["the words of the first are forgotten", (one, two) => withWords(merge([one, two]), two.consents.words)],
    [
      "a no to one channel is forgotten",
      (one, two) => {
        const both = merge([one, two])
        return withWords(
          both,
          both.consents.words.filter(({ decision, channel }) => decision === "grant" || channel === everyChannel),
        )
      },
    ],
  ])("where %s, the law finds it", ([, join]) => {
    expect(fc.check(law(join), { numRuns: runs }).failed).toBe(true)
  })

  it(`come to the same in any order, and to what they were when they come apart (${runs} triples)`, () => {
    fc.assert(
      fc.property(clear, clear, clear, moment, (one, two, three, now) => {
        const states = [remember("s_1", one), remember("s_2", two), remember("s_3", three)]
        const [first = initial, second = initial, third = initial] = states
        const whole = personOf(merge([first, second, third]))
        expect(personOf(merge([third, first, second]))).toEqual(whole)
        expect(mergePersons(personOf(merge([first, second])), personOf(third))).toEqual(whole)
        const before = allowedIn(first, now)
        allowedIn(merge([first, second]), now)
        expect(allowedIn(merge([first]), now)).toEqual(before) // nothing of the others is left in it
      }),
      { numRuns: runs },
    )
  })

  it(`remember the same in whatever order the words came (${runs} histories)`, () => {
    const twice = clear.chain((told) =>
      fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length })),
    )
    fc.assert(
      fc.property(twice, moment, ([told, shuffled], now) => {
        expect(allowedIn(remember("s_1", shuffled), now)).toEqual(allowedIn(remember("s_1", told), now))
      }),
      { numRuns: runs },
    )
  })
})

/** Whether it was written down: a yes on a footing that its purpose does not take is refused. */
const isTaken = async (taking: Promise<unknown>): Promise<boolean> => {
  try {
    await taking
    return true
  } catch (failure) {
    if (failure instanceof InputError && failure.field === "basis") return false
    throw failure
  }
}

describe("two people who were taken for one", () => {
  it(`have exactly what they had before, in the house itself (${runs} pairs)`, async () => {
    await fc.assert(
      fc.asyncProperty(clear, clear, async (one, two) => {
        const house = await aHouse({ purposes, channels: { mail: fakeChannel({ scheme: "email" }) } })
        const { escucha, clock } = house
        const start = clock.now()
        await house.waits(start + 20)
        for (const [who, told] of [
          ["tel:ana", one],
          ["tel:ben", two],
        ] as const)
          for (const { at, purpose, channel, decision, basis } of told)
            await isTaken(
              escucha.consents.record(who, {
                purpose,
                channel,
                decision,
                basis,
                method: "form",
                evidence: { sale: "A-1" },
                at: start + at,
              }),
            )
        const known = async () => [await escucha.consents.of("tel:ana"), await escucha.consents.of("tel:ben")]
        const before = await known()
        const { link } = await escucha.identities.link("tel:ana", "tel:ben")
        const [ana, ben] = await known()
        expect(ana).toEqual(ben)
        await escucha.identities.retract("tel:ana", "tel:ben", link, { reason: "two people" })
        expect(await known()).toEqual(before)
        expect((await escucha.consents.verify()).broken).toEqual([])
        await escucha.close()
      }),
      { numRuns: runs },
    )
  })
})
