import { expect, it } from "vitest"
import * as z from "zod"
import { anEvent, aSender } from "./a-sender.ts"

const traits = { since: z.string(), zone: z.string(), language: z.string() }
const firstSeen = (id: string, since: string) => ({
  event: "$identify",
  distinct_id: "ana",
  uuid: id,
  properties: { $set_once: { since } },
})

it("sets once what the first of several events of one request says", async () => {
  const { capture, escucha } = aSender({ traits })
  await capture(...["2024", "2025", "2026"].map((since) => firstSeen(since, since)))
  expect((await escucha.customers.get("ana"))?.traits).toEqual({ since: "2024" })
})

it("does not put what a client knows by itself above what the same request tells", async () => {
  const { batch, escucha } = aSender({ traits })
  const context = { timezone: "Pacific/Auckland", locale: "en-NZ" }
  await batch(
    anEvent({ type: "identify", traits: { zone: "Europe/Madrid" }, context }),
    anEvent({ type: "identify", traits: {}, context }),
  )
  expect((await escucha.customers.get("ana"))?.traits).toEqual({ zone: "Europe/Madrid", language: "en-NZ" })
})
