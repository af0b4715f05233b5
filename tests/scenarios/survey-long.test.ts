import { expect, it } from "vitest"
import { defineSurvey } from "../../packages/core/src/survey/builder.ts"
import { choice } from "../../packages/core/src/survey/question-list.ts"
import { aHouse } from "../support/house.ts"

const cities = Array.from(
  { length: 40 },
  (_, place) => `City number ${String.fromCharCode(97 + (place % 26))}${"x".repeat(place)}`,
)
const [first = "", ...rest] = cities
const survey = defineSurvey("cities", (s) => s.ask("city", choice("Which city?", [first, ...rest])).thank("Thank you."))

it("goes on with a long list when they ask for more, and takes any number of it", async () => {
  const house = await aHouse({ surveys: [survey] })
  await house.writes("hi", { language: "en" })
  await house.answers("Hello.")
  await house.escucha.surveys.ask("tel:ana", survey, { id: "visit-1" })
  await house.escucha.settled()
  await house.writes("more")
  await house.writes("more 38")
  await house.writes("39")
  expect(house.texts().at(-1)).toBe("Thank you.")
  expect((await house.escucha.surveys.responses("tel:ana"))[0]?.answers).toEqual({ city: cities[38] })
})
