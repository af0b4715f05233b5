import * as z from "zod"
import { describe, expect, it } from "vitest"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { nps } from "../../packages/core/src/survey/question-scale.ts"
import { aHouse } from "../support/house.ts"

const visit = defineSurvey("visit", (s) => s.ask("score", nps("Which score?")).thank("Thanks."), { within: "30 days" })

describe("a campaign that has a pace", () => {
  const many = Array.from({ length: 150 }, (_, number) => `tel:m${number}`)
  const launch = {
    id: "june",
    to: { customers: many },
    pacing: "1 per 1 hour",
    notice: { text: "Soon.", before: "1 day" },
  } as const
  const [hour, day] = [3_600_000, 86_400_000]

  const aCrowd = async () => {
    const house = await aHouse({ surveys: [visit], traits: { town: z.string() } })
    for (const person of many) await house.escucha.customers.identify(person, { town: "Soria" })
    const moments = async () => {
      const { items } = await house.escucha.surveys.members("june", { status: "planned", limit: 200 })
      return items.map(({ at }) => at).toSorted((one, two) => one - two)
    }
    return { house, moments }
  }
  const apart = (moments: readonly number[]) => moments.slice(1).map((at, place) => at - (moments[place] ?? 0))

  it("keeps it where many are spared", async () => {
    const { house, moments } = await aCrowd()
    for (const person of many.slice(0, 60)) await house.escucha.customers.optOut(person)
    await house.escucha.surveys.launch("visit", launch)
    const planned = await moments()
    expect(planned).toHaveLength(90)
    expect(Math.min(...apart(planned))).toBeGreaterThanOrEqual(hour)
  })

  it("keeps it, and what it said before, when it goes on days later", async () => {
    const { house, moments } = await aCrowd()
    const stop = new AbortController()
    const stopped = house.escucha.surveys.launch("visit", {
      ...launch,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ field: "signal" })
    await house.waits(house.clock.now() + 9 * day)
    expect(await moments()).toEqual([])
    await house.escucha.surveys.launch("visit", launch)
    const planned = await moments()
    expect(planned).toHaveLength(50)
    expect(planned[0]).toBeGreaterThanOrEqual(house.clock.now() + day)
    expect(Math.min(...apart(planned))).toBeGreaterThanOrEqual(hour)
  })
})
