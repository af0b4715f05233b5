import { expect, it } from "vitest"
import { createTestEscucha } from "../../src/testing/escucha.ts"

it("a pulse of a length that is no number is refused by name", async () => {
  await using escucha = createTestEscucha()
  await expect(escucha.insights.pulse({ hours: Number.NaN })).rejects.toMatchObject({
    _tag: "InputError",
    field: "hours",
  })
})
