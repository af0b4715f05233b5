// @vitest-environment happy-dom
import { StrictMode } from "react"
import { renderToString } from "react-dom/server"
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, describe, expect, it } from "vitest"
import { createHooks, type Language, SurveyForm } from "../src/index.ts"
import { violationsIn } from "./accessible.ts"
import { aHouse } from "./fake-house.ts"

afterEach(cleanup)

const aSurvey = (language: Language = "en") => {
  const house = aHouse()
  const { useSurvey } = createHooks(house.client)
  const Visit = () => <SurveyForm survey={useSurvey("visit")} language={language} />
  return {
    ...house,
    Visit,
    ...render(
      <StrictMode>
        <Visit />
      </StrictMode>,
    ),
  }
}

const answer = async (name: string, by = "Continue") => {
  fireEvent.click(await screen.findByRole("radio", { name }))
  fireEvent.click(screen.getByRole("button", { name: by }))
}

const describing = (element: Element): string =>
  (element.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent ?? "")
    .join(" ")

describe("a survey in a page", () => {
  it("is answered to its end, one question at a time, and the focus goes along", async () => {
    const { container } = aSurvey()
    const recommend = await screen.findByRole("group", { name: "Would you recommend us?" })
    expect(document.activeElement).toBe(document.body) // a survey that appears does not take the focus away
    expect(recommend.querySelectorAll("input[type=radio]")).toHaveLength(11)
    expect(await violationsIn(container)).toEqual([])
    await answer("9")

    const satisfied = await screen.findByRole("group", { name: "How was it?" })
    await expect.poll(() => document.activeElement).toBe(satisfied)
    expect(await violationsIn(container)).toEqual([])
    await answer("Satisfied")

    await screen.findByRole("group", { name: "What should we fix?" })
    expect(await violationsIn(container)).toEqual([])
    await answer("The delivery")

    fireEvent.change(await screen.findByRole("textbox", { name: "Anything else? (optional)" }), {
      target: { value: "No" },
    })
    expect(await violationsIn(container)).toEqual([])
    fireEvent.click(screen.getByRole("button", { name: "Continue" }))

    const thanks = await screen.findByText("Thank you for telling us.")
    await expect.poll(() => document.activeElement).toBe(thanks)
    expect(await violationsIn(container)).toEqual([])
  })

  it("stores numbers as numbers, choices as their values, and what is skipped as null", async () => {
    const { client } = aSurvey("es")
    await screen.findByRole("group", { name: "¿Nos recomendarías?" })
    await answer("0", "Continuar")
    await screen.findByRole("group", { name: "¿Qué tal fue?" })
    await answer("Muy satisfecho", "Continuar")
    await screen.findByRole("group", { name: "¿Qué arreglamos?" })
    await answer("El precio", "Continuar")
    fireEvent.click(await screen.findByRole("button", { name: "Saltar" }))
    await screen.findByText("Gracias por contarlo.")
    expect(client.survey("visit").getSnapshot().answers).toEqual({
      recommend: 0,
      satisfied: 5,
      fix: "price",
      words: null,
    })
  })

  it("asks again, in the server's words, when an answer is refused", async () => {
    const { refuse, container } = aSurvey()
    await screen.findByRole("group", { name: "Would you recommend us?" })
    refuse(400, "recommend: give a whole number")
    await answer("3")
    await screen.findByText("give a whole number")
    const group = screen.getByRole("group", { name: "Would you recommend us?" })
    expect(describing(group)).toContain("give a whole number")
    expect(document.activeElement).toBe(group)
    expect(await violationsIn(container)).toEqual([])
  })

  it("keeps an answer that could not be sent, and sends it again when told", async () => {
    const { refuse, client } = aSurvey()
    await screen.findByRole("group", { name: "Would you recommend us?" })
    refuse(503)
    await answer("3")
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }))
    await expect.poll(() => screen.queryByRole("alert")).toBeNull()
    expect(client.survey("visit").getSnapshot().answers).toEqual({ recommend: 3 })
  })

  it("does not lose the focus to the button that went away", async () => {
    const { refuse } = aSurvey()
    await screen.findByRole("group", { name: "Would you recommend us?" })
    refuse(503)
    await answer("3")
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }))
    await expect.poll(() => screen.queryByRole("button", { name: "Try again" })).toBeNull()
    await expect.poll(() => document.activeElement).toBe(screen.getByRole("group", { name: "How was it?" }))
  })

  it("takes an empty box for a question passed over, where that may be", async () => {
    const { client } = aSurvey()
    await screen.findByRole("group", { name: "Would you recommend us?" })
    for (const [group, name] of [
      ["Would you recommend us?", "9"],
      ["How was it?", "Satisfied"],
      ["What should we fix?", "The price"],
    ] as const) {
      await screen.findByRole("group", { name: group })
      await answer(name)
    }
    await screen.findByRole("textbox", { name: "Anything else? (optional)" })
    fireEvent.click(screen.getByRole("button", { name: "Continue" }))
    await screen.findByText("Thank you for telling us.")
    expect(client.survey("visit").getSnapshot().answers.words).toBeNull()
  })

  it("is rendered on a server without calling anybody", () => {
    const { client, streams } = aHouse()
    const { useSurvey } = createHooks(client)
    const Visit = () => <SurveyForm survey={useSurvey("visit")} />
    expect(renderToString(<Visit />)).not.toContain("recommend")
    expect(streams()).toBe(0)
  })
})
