import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Stored } from "../../packages/core/src/assembly/loop.ts"
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import {
  changeBetween,
  createCamera,
  type CrashImage,
  cutOff,
  develop,
  mixPages,
  nameOf,
} from "../support/crash-image.ts"
import { failpointsOf } from "../support/failpoints.ts"
import { aHouse, type TestHouse } from "../support/house.ts"
import { integrityOf } from "../support/image-facts.ts"
import { campaignSeed } from "../support/seed.ts"
import { tracesIn } from "../support/traces.ts"

const word = "Zanarekvogel"
const secret = "a secret of a test, long enough to be one"
const at = "2026-03-28T12:00:00Z"

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "escucha-erase-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What is there of the two: all of somebody, or what an erasure leaves. */
const factsOf = async ({ escucha }: TestHouse) => {
  const all = async (customer: string) => (await escucha.customers.timeline(customer, { limit: 1000 })).items
  return {
    ana: await all("tel:ana"),
    found: (await escucha.customers.search(word)).items.length,
    jobs: (await escucha.store.jobs({ limit: 1000 })).items.length,
    receipts: (await escucha.customers.erasures()).items.length,
    shadows: (await escucha.store.query("erased", {}, { limit: 9 })).items.length,
    ben: [await escucha.customers.get("tel:ben"), await all("tel:ben")],
  }
}

/** Images of the files at every step of an erasure, and of steps that were cut off. */
const photograph = async (file: string, random: () => number, isBroken: boolean) => {
  const camera = createCamera(file)
  const images: CrashImage[] = []
  let isOn = false
  let last: CrashImage | undefined
  const look = () => {
    if (!isOn) return
    const before = last
    last = camera.take()
    images.push(last)
    const log = before && changeBetween(before.log, last.log)
    // a log that is shorter was emptied: then the file has all of it
    if (before && log && last.log.length >= before.log.length)
      for (let cuts = 0; cuts < 12; cuts++) {
        const cut = log[0] + Math.floor(random() * (log[1] - log[0]))
        images.push({ database: before.database, log: cutOff(before.log, last.log, cut) })
      }
    if (before && changeBetween(before.database, last.database))
      for (let mixes = 0; mixes < 16; mixes++)
        images.push({ database: mixPages(before.database, last.database, random), log: before.log })
  }
  const store = sqliteStore<Stored>(file, {
    open: failpointsOf({
      around: look,
      isDropped: (statement) => isBroken && isOn && (statement === "COMMIT" || statement.startsWith("BEGIN")),
    }),
  })
  const house = await aHouse({ store, at, secret })
  for (let number = 0; number < 40; number++)
    await house.writes(`hola ${word} ${number}`, { id: `a${number}`, name: word })
  for (let number = 0; number < 10; number++) await house.writes(`hola ${number}`, { id: `b${number}`, address: "ben" })
  await house.escucha.identities.link("tel:ana", `user:${word}`)
  await house.writes("STOP", { id: "stop" })
  const before = await factsOf(house)
  isOn = true
  look()
  await house.escucha.customers.erase("tel:ana")
  look()
  isOn = false
  const after = await factsOf(house)
  await house.escucha.close()
  camera.close()
  return { images, before, after }
}

/** What a fresh process makes of every image: how many were as before, how many as after, and what was neither. */
const judge = async (file: string, isBroken = false) => {
  const seed = campaignSeed()
  const { images, before, after } = await photograph(file, createRandom(seed), isBroken)
  const copies = join(folder, `copies-${isBroken}`)
  mkdirSync(copies)
  const copy = join(copies, "copy.db")
  const count = { images: 0, untouched: 0, gone: 0 }
  const wrong: string[] = []
  for (const image of new Map(images.map((each) => [nameOf(each), each])).values()) {
    if (isBroken && wrong.length > 0) break // the bug was found
    develop(image, copy)
    const house = await aHouse({ store: sqliteStore<Stored>(copy), at, secret })
    const facts = await factsOf(house)
    await house.escucha.close()
    const text = JSON.stringify(facts)
    count.images++
    if (text === JSON.stringify(before)) count.untouched++
    else if (text === JSON.stringify(after)) count.gone++
    else wrong.push("something between all and nothing")
    if (facts.receipts > 0 && Object.keys(tracesIn(copies, word)).length > 0) wrong.push("a trace was left")
    if (integrityOf(copy) !== "ok") wrong.push("the file is damaged")
  }
  console.log(
    JSON.stringify({ campaign: "a kill while somebody is erased", seed, isBroken, ...count, wrong: wrong.length }),
  )
  return { ...count, wrong, before, after }
}

describe("a kill at any moment of an erasure", () => {
  it("leaves all of the person, or nothing and what holds their stop", async () => {
    const { images, untouched, gone, wrong, before, after } = await judge(join(folder, "one.db"))
    expect(wrong).toEqual([])
    expect(before.found).toBe(40)
    expect(after).toMatchObject({ ana: [], found: 0, receipts: 1, shadows: 2, ben: before.ben })
    expect(images).toBeGreaterThan(25)
    expect(untouched).toBeGreaterThan(5)
    expect(gone).toBeGreaterThan(5)
  })

  it("is found to leave a part where the erasure is no transaction: a planted bug", async () => {
    expect((await judge(join(folder, "two.db"), true)).wrong).toContain("something between all and nothing")
  })
})
