import { createRandom } from "../../packages/core/src/testing/random.ts"
import type { Fault } from "../../packages/core/src/testing/fake-channel.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { changeBetween, type CrashImage, createCamera, cutOff, mixPages } from "./crash-image.ts"
import { failpointsOf } from "./failpoints.ts"
import { aHouse, type TestHouse } from "./house.ts"
import type { AnyOptions, Bug } from "./planted.ts"

/** When every story of a crash begins. */
export const storyStart = Date.parse("2026-06-01T12:00:00Z")

/** The application of which images are taken: it answers every message, and opens a case for an unhappy one. */
export const storyOptions = {
  contact: { answerWithin: "5 minutes" },
  // what may have left is not sent again: then no call may follow a mark
  delivery: { answer: { uncertain: "hold" } },
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

/** A plan that a bug can change: `autocommit` leaves the transactions out. */
export type Planted = Bug & { readonly autocommit?: boolean }

/** Where the kill happened, and how much the world had been told by then. */
export interface Point {
  readonly image: CrashImage
  readonly acknowledged: number
  readonly called: number
  /** Whether the kill came in the middle of a write. */
  readonly isTorn: boolean
}

/** One short life of an application: every moment that a kill could leave, and everything that was promised, in order. */
export interface Story {
  readonly points: readonly Point[]
  readonly acknowledged: readonly string[]
  readonly called: readonly string[]
  readonly house: TestHouse
}

const none = Buffer.alloc(0)
const texts = ["hola", "this is terrible, broken and lost", "thanks", "¿dónde está mi pedido?"]

/** Keeps an image of the file at every failpoint, and images of the writes between two of them that were cut off. */
const createWitness = (file: string, random: () => number) => {
  const camera = createCamera(file)
  const points: Point[] = []
  const acknowledged: string[] = [],
    called: string[] = []
  let last: CrashImage = { database: none, log: none }
  const keep = (image: CrashImage, isTorn: boolean) =>
    points.push({ image, acknowledged: acknowledged.length, called: called.length, isTorn })
  const look = () => {
    last = camera.take()
    keep(last, false)
  }
  /** A kill inside of the writing that a COMMIT does: of the log, and then of the file. */
  const tear = () => {
    const before = last
    const after = camera.take()
    const log = changeBetween(before.log, after.log)
    if (log) {
      const [first, end] = log
      const cut = first + Math.floor(random() * (end - first))
      keep({ database: before.database, log: cutOff(before.log, after.log, cut) }, true)
    }
    if (changeBetween(before.database, after.database))
      keep({ database: mixPages(before.database, after.database, random), log: after.log }, true)
  }
  return { camera, points, acknowledged, called, look, tear }
}

/** What happens in a life: several customers write at once, two of them turn out to be one, and sometimes time passes. */
const act = async (house: TestHouse, random: () => number, acknowledge: (entry: string) => void): Promise<void> => {
  const receive = async (id: string) => {
    const text = texts[Math.floor(random() * texts.length)] ?? ""
    const address = `c${Math.floor(random() * 4)}`
    await house.escucha.conversations.receive("chat", [{ type: "message", id, address, text }])
    acknowledge(`in:chat:${id}#0`)
  }
  const link = async (id: string) => {
    await house.escucha.identities.link("tel:c0", "tel:c1", { id })
    acknowledge(`link:${id}#0`)
  }
  for (let step = 0; step < 6; step++) {
    const many = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, place) => receive(`${step}.${place}`))
    if (random() < 0.3) many.push(link(`${step}`))
    await Promise.all(many)
    if (random() < 0.7) await house.escucha.settled()
    if (random() < 0.3) await house.waits(house.clock.now() + 60_000)
  }
  await house.escucha.settled()
}

/** Lives one story on a file, and keeps what a kill could have left at every moment of it. */
export const liveOnce = async (file: string, seed: number, bug?: Planted): Promise<Story> => {
  const random = createRandom(seed)
  const { camera, points, acknowledged, called, look, tear } = createWitness(file, random)
  const store = sqliteStore<Stored>(file, {
    open: failpointsOf({
      checkpoint: 30,
      around: (moment, statement) => {
        if (moment === "after" && statement === "COMMIT") tear()
        look()
      },
      isDropped: (statement) => bug?.autocommit === true && (statement === "COMMIT" || statement.startsWith("BEGIN")),
    }),
  })
  const faults = Array.from({ length: 30 }, (): Fault => (random() < 0.15 ? { kind: "answer-lost" } : { kind: "none" }))
  const house = await aHouse({
    ...storyOptions,
    at: storyStart,
    store,
    faults,
    ...(bug && { bug }),
    onCall: ({ id }) => {
      called.push(id)
      look()
    },
  })
  await act(house, random, (entry) => {
    acknowledged.push(entry)
    look()
  })
  await house.escucha.close()
  camera.close()
  return { points, acknowledged, called, house }
}
