import { channelConformance, createTestEscucha } from "@escucha/core/testing"
import type { WebhookRequest } from "@escucha/core"
import { describe, expect, it } from "vitest"
import { place } from "../../src/channels/place.ts"
import { checkIn, subject } from "./place.subject.ts"

const noon = Date.UTC(2026, 2, 2, 12)
const arrival = { who: "user:42", where: "madrid-centro", by: "qr" }

const aHouse = () => {
  const seen: string[] = []
  const escucha = createTestEscucha({
    channels: { place: place(subject.config) },
    purposes: { proximity: { basis: "consent" } },
    contact: { checkIns: "proximity" },
    rules: [{ name: "greet", on: "checked-in", do: ({ where, by }) => void seen.push(`${where} ${by}`) }],
    report: () => {},
  })
  const tells = async ({ body, ...webhook }: WebhookRequest) => {
    const { status } = await escucha.handle({ ...webhook, body: new TextEncoder().encode(body) })
    await escucha.settled()
    return status
  }
  const agrees = () =>
    escucha.consents.record("user:42", { purpose: "proximity", method: "form", evidence: { note: "in the app" } })
  return { escucha, seen, tells, agrees, [Symbol.asyncDispose]: () => escucha.close() }
}

const problemOf = async (change: object) => {
  const channel = place(subject.config)
  const parsed = channel.shape === "http" ? channel.inbound?.parse(await checkIn({ ...arrival, ...change })) : undefined
  return parsed && "problem" in parsed ? parsed.problem.field : parsed
}

describe("place", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("notices who agreed to it, once for each check-in", async () => {
    await using house = aHouse()
    await house.agrees()
    for (let time = 0; time < 3; time += 1) expect(await house.tells(await checkIn(arrival, "c_1", noon))).toBe(200)
    await house.tells(await checkIn({ ...arrival, by: "beacon" }, "c_2", noon))
    expect(house.seen).toEqual(["madrid-centro qr", "madrid-centro beacon"])
  })

  it("keeps nothing of who did not agree, and says so to the server that told", async () => {
    await using house = aHouse()
    expect(await house.tells(await checkIn(arrival, "c_1", noon))).toBe(409)
    expect(house.seen).toEqual([])
    expect(await house.escucha.customers.get("user:42")).toBeUndefined()
  })

  it("believes nobody else, and no one late", async () => {
    await using house = aHouse()
    await house.agrees()
    const genuine = await checkIn(arrival, "c_1", noon)
    expect(await house.tells({ ...genuine, body: genuine.body.replace("madrid", "sevilla") })).toBe(401)
    expect(await house.tells(await checkIn(arrival, "c_1", noon - 301_000))).toBe(401)
    expect(house.seen).toEqual([])
  })

  it("keeps where they stood, and when they came", async () => {
    const channel = place(subject.config)
    const webhook = await checkIn({
      ...arrival,
      at: "2026-01-01T00:00:00Z",
      position: { latitude: 40.4, longitude: 0 },
    })
    expect(channel.shape === "http" && channel.inbound?.parse(webhook)).toEqual({
      inbound: [
        {
          type: "check-in",
          id: "c_1",
          scheme: "user",
          address: "42",
          where: "madrid-centro",
          by: "qr",
          at: Date.UTC(2026, 0, 1),
          position: { latitude: 40.4, longitude: 0 },
        },
      ],
    })
  })

  it.each([
    ["who", { who: "42" }],
    ["who", { who: "user: " }],
    ["where", { where: " " }],
    ["where", { where: "x".repeat(257) }],
    ["by", { by: "camera" }],
    ["at", { at: "yesterday" }],
    ["position", { position: { latitude: 91, longitude: 0 } }],
    ["position", { position: "here" }],
  ])("refuses a check-in whose %s is wrong, by its name: %j", async (field, change) => {
    expect(await problemOf(change)).toBe(field)
  })
})
