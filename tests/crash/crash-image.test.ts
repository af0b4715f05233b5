import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import {
  changeBetween,
  type CrashImage,
  createCamera,
  cutOff,
  develop,
  mixPages,
  nameOf,
} from "../support/crash-image.ts"
import { failpointsOf } from "../support/failpoints.ts"
import { aHouse } from "../support/house.ts"
import { factsIn, type ImageFacts, integrityOf } from "../support/image-facts.ts"
import type { AnyOptions, Bug } from "../support/planted.ts"
import { driftOf, houseOf } from "../support/projections.ts"
import { campaignSeed } from "../support/seed.ts"

const pointsWanted = 5_000
const start = Date.parse("2026-06-01T12:00:00Z")

const options = {
  contact: { answerWithin: "5 minutes" },
  rules: [
    { name: "echo", on: "message-received", do: ({ text }, act) => act.reply(`heard: ${text}`) },
    {
      name: "care",
      on: "message-received",
      when: (m) => m.feeling.is("negative"),
      do: (_, act) => act.openCase({ kind: "complaint", owner: "support" }),
    },
  ],
} satisfies AnyOptions

/** Where the kill happened, and what the world had been told by then. */
interface Point {
  readonly image: CrashImage
  readonly acknowledged: number
  readonly called: number
}

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

const none = Buffer.alloc(0)
const texts = ["hola", "this is terrible, broken and lost", "thanks", "¿dónde está mi pedido?"]
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "escucha-crash-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A plan that a bug can change: `autocommit` leaves the transactions out. */
type Planted = Bug & { readonly autocommit?: boolean }

/** One short life of an application: everything that a kill could leave is kept, everything that was promised is written down. */
const liveOnce = async (campaign: Campaign, random: () => number, number: number, bug?: Planted) => {
  const file = join(folder, `live-${campaign.seed}-${bug?.name ?? "none"}-${number}.db`.replaceAll(" ", "-"))
  const camera = createCamera(file)
  const points: Point[] = []
  const acknowledged: string[] = [],
    called: string[] = []
  let last: CrashImage = { database: none, log: none }
  const keep = (image: CrashImage) => {
    points.push({ image, acknowledged: acknowledged.length, called: called.length })
    campaign.points++
  }
  const look = () => {
    last = camera.take()
    keep(last)
  }
  /** A kill inside of the writing that a COMMIT does: of the log, and then of the file. */
  const tear = () => {
    const before = last
    const after = camera.take()
    const log = changeBetween(before.log, after.log)
    if (log) {
      const [first, end] = log
      keep({
        database: before.database,
        log: cutOff(before.log, after.log, first + Math.floor(random() * (end - first))),
      })
      campaign.torn++
    }
    if (changeBetween(before.database, after.database)) {
      keep({ database: mixPages(before.database, after.database, random), log: after.log })
      campaign.torn++
    }
  }
  const around = (moment: "before" | "after", statement: string) => {
    if (moment === "after" && statement === "COMMIT") tear()
    look()
  }
  const isDropped = (statement: string) =>
    bug?.autocommit === true && (statement === "COMMIT" || statement.startsWith("BEGIN"))
  const store = sqliteStore<Stored>(file, { open: failpointsOf({ around, checkpoint: 30, isDropped }) })
  const faults = Array.from({ length: 30 }, (): Fault => (random() < 0.15 ? { kind: "answer-lost" } : { kind: "none" }))
  const house = await aHouse({
    ...options,
    at: start,
    store,
    faults,
    ...(bug && { bug }),
    onCall: ({ id }) => {
      called.push(id)
      look()
    },
  })
  const judge = houseOf({ ...options, channels: { chat: house.chat } })
  const receive = async (id: string) => {
    const text = texts[Math.floor(random() * texts.length)] ?? ""
    await house.escucha.conversations.receive("chat", [
      { type: "message", id, address: `c${Math.floor(random() * 4)}`, text },
    ])
    acknowledged.push(`in:chat:${id}#0`)
    look()
  }
  for (let step = 0; step < 6; step++) {
    const many = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, place) => receive(`${step}.${place}`))
    if (random() < 0.3)
      many.push(
        house.escucha.identities.link("tel:c0", "tel:c1", { id: `${step}` }).then(() => {
          acknowledged.push(`link:${step}#0`)
          look()
        }),
      )
    await Promise.all(many)
    if (random() < 0.7) await house.escucha.settled()
    if (random() < 0.3) await house.waits(house.clock.now() + 60_000)
  }
  await house.escucha.settled()
  await house.escucha.close()
  camera.close()
  campaign.acknowledged += acknowledged.length
  campaign.called += called.length
  return { points, acknowledged, called, judge }
}

/** Starts the application on what the kill left: it finishes its work, and calls nobody for what may have left before. */
const recover = async (file: string, { marked }: ImageFacts): Promise<readonly string[]> => {
  const house = await aHouse({ ...options, at: start + 3_600_000, store: sqliteStore<Stored>(file) })
  await house.escucha.settled()
  await house.waits(house.clock.now() + 3_600_000)
  const again = house.chat.calls.filter(({ id }) => marked.has(id)).map(({ id }) => `${id} was sent again`)
  const drift = await driftOf(houseOf({ ...options, channels: { chat: house.chat } }), house.escucha.store)
  const jobs = (await house.escucha.store.jobs({ limit: 1000 })).items.map(({ id }) => `${id} was never done`)
  await house.escucha.close()
  return [...again, ...drift, ...jobs]
}

const check = async (campaign: Campaign, life: Awaited<ReturnType<typeof liveOnce>>): Promise<void> => {
  const known = new Map<string, ImageFacts>()
  const file = join(folder, "copy.db")
  for (const { image, acknowledged, called } of life.points) {
    const name = nameOf(image)
    let facts = known.get(name)
    if (!facts) {
      develop(image, file)
      facts = await factsIn(file, life.judge)
      known.set(name, facts)
      if (campaign.images++ % 10 === 0 && integrityOf(file) !== "ok") campaign.wrong.push("the file is damaged")
      if (campaign.images % 25 === 0) {
        develop(image, file)
        campaign.recovered++
        campaign.wrong.push(...(await recover(file, facts)))
      }
    }
    campaign.checked++
    const { entries, marked, wrong } = facts
    campaign.wrong.push(...wrong)
    campaign.wrong.push(
      ...life.acknowledged
        .slice(0, acknowledged)
        .filter((id) => !entries.has(id))
        .map((id) => `${id} was acknowledged and is lost`),
    )
    campaign.wrong.push(
      ...life.called
        .slice(0, called)
        .filter((id) => !marked.has(id))
        .map((id) => `${id} was sent without its mark`),
    )
  }
}

const run = async (wanted: number, bug?: Planted): Promise<Campaign> => {
  const seed = campaignSeed()
  const random = createRandom(seed)
  const campaign: Campaign = {
    seed,
    points: 0,
    torn: 0,
    images: 0,
    checked: 0,
    recovered: 0,
    acknowledged: 0,
    called: 0,
    wrong: [],
  }
  for (let life = 0; campaign.points < wanted && (!bug || campaign.wrong.length === 0); life++) {
    await check(campaign, await liveOnce(campaign, random, life, bug))
  }
  const { wrong, ...counts } = campaign
  console.log(
    JSON.stringify({
      campaign: "crash images",
      bug: bug?.name ?? "none",
      ...counts,
      wrong: wrong.length,
      example: wrong[0] ?? "",
    }),
  )
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
