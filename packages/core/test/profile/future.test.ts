import { expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import { createTestEscucha } from "../../src/testing.ts"

const aHouse = () => {
  const escucha = createTestEscucha({ traits: { plan: z.string() } })
  onTestFinished(() => escucha.close())
  return { escucha, inTenYears: escucha.clock.now() + 3_650 * 86_400_000 }
}

it("lets no trait that was told by a clock that is ahead outlast what is told later", async () => {
  const { escucha, inTenYears } = aHouse()
  await escucha.customers.identify("ana", { plan: "pro" }, { at: inTenYears })
  await escucha.clock.advance("1 minute")
  await escucha.customers.identify("ana", { plan: "free" })
  const ana = await escucha.customers.get("ana")
  expect(ana?.traits).toEqual({ plan: "free" })
  expect(ana?.traitSources["plan"]?.at).toBe(escucha.clock.now())
})

it("lets no membership that began by a clock that is ahead outlast its end", async () => {
  const { escucha, inTenYears } = aHouse()
  await escucha.customers.identify("account:acme", {})
  await escucha.customers.join("ana", "account:acme", { at: inTenYears })
  await escucha.clock.advance("1 minute")
  await escucha.customers.leave("ana", "account:acme")
  expect((await escucha.customers.get("ana"))?.memberships).toEqual([])
})
