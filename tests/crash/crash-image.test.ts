import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { develop, nameOf } from "../support/crash-image.ts"
import { aHouse } from "../support/house.ts"
import { factsIn, type ImageFacts, integrityOf } from "../support/image-facts.ts"
import { liveOnce, type Planted, type Point, type Story, storyOptions, storyStart } from "../support/image-story.ts"
import { driftOf, houseOf } from "../support/projections.ts"
import { campaignSeed } from "../support/seed.ts"

const pointsWanted = 6_000

interface Campaign {
  readonly seed: number
  points: number
  torn: number
  images: number
  checked: number
  recovered: number
  acknowledged: number
  called: number
  readonly wrong: string[]
}

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "escucha-crash-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts the application on what the kill left: it finishes its work, and calls nobody for what may have left before. */
const recover = async (file: string, { marked }: ImageFacts): Promise<readonly string[]> => {
  const house = await aHouse({ ...storyOptions, at: storyStart + 3_600_000, store: sqliteStore<Stored>(file) })
  await house.escucha.settled()
  await house.waits(house.clock.now() + 3_600_000)
  const again = house.chat.calls.filter(({ id }) => marked.has(id)).map(({ id }) => `${id} was sent again`)
  const drift = await driftOf(houseOf({ ...storyOptions, channels: { chat: house.chat } }), house.escucha.store)
  const jobs = (await house.escucha.store.jobs({ limit: 1000 })).items.map(({ id }) => `${id} was never done`)
  await house.escucha.close()
  return [...again, ...drift.map((part) => `drift of ${part} after the recovery`), ...jobs]
}

/** What was promised before the kill and is not in the image. */
const brokenPromises = ({ entries, marked }: ImageFacts, { acknowledged, called }: Point, story: Story) => [
  ...story.acknowledged
    .slice(0, acknowledged)
    .filter((id) => !entries.has(id))
    .map((id) => `${id} was acknowledged and is lost`),
  ...story.called
    .slice(0, called)
    .filter((id) => !marked.has(id))
    .map((id) => `${id} was sent without its mark`),
]

/** Opens every image of a story, each that differs once; every tenth is examined by SQLite too, and every 25th is brought to life again. */
const check = async (campaign: Campaign, story: Story): Promise<void> => {
  const known = new Map<string, ImageFacts>()
  const file = join(folder, "copy.db")
  const judge = houseOf({ ...storyOptions, channels: { chat: story.house.chat } })
  for (const point of story.points) {
    const name = nameOf(point.image)
    let facts = known.get(name)
    if (!facts) {
      develop(point.image, file)
      facts = await factsIn(file, judge)
      known.set(name, facts)
      campaign.images++
      if (campaign.images % 10 === 1 && integrityOf(file) !== "ok") campaign.wrong.push("the file is damaged")
      if (campaign.images % 25 === 0) {
        develop(point.image, file)
        campaign.wrong.push(...(await recover(file, facts)))
        campaign.recovered++
      }
    }
    campaign.checked++
    if (point.isTorn) campaign.torn++
    campaign.wrong.push(...facts.wrong, ...brokenPromises(facts, point, story))
  }
}

const run = async (wanted: number, bug?: Planted): Promise<Campaign> => {
  const seed = campaignSeed()
  const counts = { points: 0, torn: 0, images: 0, checked: 0, recovered: 0, acknowledged: 0, called: 0 }
  const campaign: Campaign = { seed, ...counts, wrong: [] }
  const isEnough = () => campaign.points >= wanted || (bug !== undefined && campaign.wrong.length > 0)
  for (let life = 0; !isEnough(); life++) {
    const file = join(folder, `life-${life}-${bug?.name ?? "none"}.db`.replaceAll(" ", "-"))
    const story = await liveOnce(file, seed + life, bug)
    campaign.points += story.points.length
    campaign.acknowledged += story.acknowledged.length
    campaign.called += story.called.length
    await check(campaign, story)
  }
  const { wrong, ...said } = campaign
  const line = { campaign: "crash images", bug: bug?.name ?? "none", ...said, wrong: wrong.length }
  console.log(JSON.stringify({ ...line, example: wrong[0] ?? "" }))
  return campaign
}

describe("a kill at any moment", () => {
  it(`loses nothing that was acknowledged and sends nothing without its mark (${pointsWanted} points)`, async () => {
    const { points, checked, images, torn, recovered, acknowledged, called, wrong } = await run(pointsWanted)
    expect(wrong).toEqual([])
    expect(points).toBeGreaterThanOrEqual(2_000)
    expect(checked).toBe(points)
    expect(images).toBeGreaterThan(200)
    expect(torn).toBeGreaterThan(100)
    expect(recovered).toBeGreaterThan(10)
    expect(acknowledged).toBeGreaterThan(50)
    expect(called).toBeGreaterThan(50)
  })

  it.for<Planted & { readonly complaint: RegExp }>([
    {
      name: "it acknowledges before it commits",
      complaint: /acknowledged and is lost/,
      store: (store) => ({
        ...store,
        commit: async (units) => {
          setImmediate(() => void store.commit(units).catch(() => {})) // the end may come first: that is the bug
          return units.map(() => ({ status: "committed" }) as const)
        },
      }),
    },
    {
      name: "it sends before it marks",
      complaint: /sent without its mark/,
      perform: (perform) => async (attempt, loop) => {
        const { type, ref = "", signal } = attempt
        if (type === "send")
          await loop.connections
            .get("chat")
            ?.send({ id: ref, address: "c0", content: { text: "early" }, attempt: 1 }, signal)
        return perform(attempt, loop)
      },
    },
    { name: "it writes without a transaction", complaint: /drift|no job/, autocommit: true },
    {
      name: "it forgets a job",
      complaint: /no job/,
      store: (store) => ({
        ...store,
        commit: async (units) =>
          store.commit(units.map((unit) => ({ ...unit, posts: unit.posts.filter(({ type }) => type !== "send") }))),
      }),
    },
  ])("is found to be unsafe where there is a planted bug: $name", async ({ complaint, ...bug }) => {
    const { wrong } = await run(pointsWanted, bug)
    expect(wrong.find((each) => complaint.test(each))).toBeDefined()
  })
})
