import { it } from "vitest"
import { aHouse } from "../support/house.ts"
import { live } from "../support/history.ts"
import { houseOf, projectionsOf } from "../support/projections.ts"
it("x", async () => {
  for (const story of [[{"does":"send","who":"ben","purpose":"service"},{"does":"write","who":"leo","text":"hola","automatic":false},{"does":"link","who":"leo","other":"ben"},{"does":"opt","who":"ana","out":false}],
  [{"does":"track","who":"leo"},{"does":"write","who":"eva","text":"hola","automatic":false},{"does":"link","who":"eva","other":"leo"},{"does":"write","who":"leo","text":"hola","automatic":false},{"does":"case","who":"ana"}]]) {
  const house = await aHouse({ contact: {} , events: { visited: { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } } } })
  await live(house, story as never, { isSettled: false })
  const { live: a, rebuilt: b } = await projectionsOf(houseOf({ channels: { chat: house.chat } }), house.escucha.store)
  console.log(a.rows.filter((x) => !b.rows.includes(x)), b.rows.filter((x) => !a.rows.includes(x)))
  }
})
