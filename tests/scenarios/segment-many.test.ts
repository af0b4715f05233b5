import { expect, it } from "vitest"
import * as z from "zod"
import { all, defineSegment } from "../../packages/core/src/index.ts"
import { createRandom } from "../../packages/core/src/testing/random.ts"
import { createTestEscucha } from "../../packages/core/src/testing/escucha.ts"

const declared = {
  traits: { plan: z.enum(["free", "pro"]), score: z.number() },
  events: { "order-placed": z.object({ total: z.number() }) },
}
const plans = ["free", "pro"] as const

it("keeps up with three hundred segments, change by change and while time goes by", async () => {
  const thresholds = Array.from({ length: 150 }, (_, number) => number)
  const scored = thresholds.map((least) =>
    defineSegment<typeof declared>(`score ${least}`, ({ traits }) =>
      all(traits.plan.is(plans[least % 2 === 0 ? 0 : 1]), traits.score.atLeast(least)),
    ),
  )
  const ordered = thresholds.map((hours) =>
    defineSegment<typeof declared>(`order ${hours}`, ({ events }) =>
      events["order-placed"].last.within(`${hours + 1} hours`),
    ),
  )
  await using escucha = createTestEscucha({ ...declared, segments: [...scored, ...ordered] })
  const random = createRandom(11)
  let [plan, score, hours]: [0 | 1, number, number] = [0, 0, Infinity]
  for (let step = 0; step < 60; step++) {
    await escucha.clock.advance("1 second") // of two things that are told at once the second is not the newer
    const chance = random()
    if (chance < 0.4) {
      score = Math.floor(random() * 160)
      await escucha.customers.identify("ana", { score })
    } else if (chance < 0.6) {
      plan = plan === 0 ? 1 : 0
    } else if (chance < 0.8) {
      hours = 0
      await escucha.customers.track("ana", "order-placed", { total: 1 })
    } else {
      await escucha.settled()
      await escucha.clock.advance("5 hours")
      hours += 5
    }
    await escucha.customers.identify("ana", { plan: plans[plan], score })
    await escucha.settled()
    const expected = [
      ...thresholds.filter((least) => least % 2 === plan && score >= least).map((least) => `score ${least}`),
      ...thresholds.filter((longest) => hours < longest + 1).map((longest) => `order ${longest}`),
    ]
    expect((await escucha.segments.of("ana")).map(({ name }) => name)).toEqual(expected)
  }
})
