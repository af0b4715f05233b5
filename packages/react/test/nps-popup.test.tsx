// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, describe, expect, it, vi } from "vitest"
import { type AnyDefinition, defineSurvey, nps, number, openText } from "@escucha/core/survey"
import { NpsPopup, type NpsPopupProps, SurveyForm, useSurveyDefinition } from "../src/index.ts"

afterEach(cleanup)

const visit = defineSurvey("visit", (s) =>
  s.ask("score", nps("Score?")).ask("why", openText("Why?"), { required: false }).thank("Thanks."),
)

const aPopup = (definition: AnyDefinition, props: Partial<NpsPopupProps> = {}, initial = {}) => {
  const onDismiss = vi.fn<() => void>()
  const onComplete = vi.fn<(...told: readonly unknown[]) => void>()
  const Page = () => (
    <NpsPopup survey={useSurveyDefinition(definition, { onComplete, initial })} onDismiss={onDismiss} {...props} />
  )
  return { onDismiss, onComplete, ...render(<Page />) }
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }))

describe("a pop-up that asks for a score", () => {
  it("asks why, thanks, and goes when it is told, which is no refusal", async () => {
    const { onDismiss, onComplete } = aPopup(visit)
    await screen.findByRole("dialog", { name: "Your opinion" })
    expect(document.activeElement).toBe(document.body)
    fireEvent.click(screen.getByRole("radio", { name: "9" }))
    press("Continue")
    fireEvent.change(await screen.findByLabelText("Why? (optional)"), { target: { value: "fast" } })
    press("Continue")
    await screen.findByText("Thanks.")
    expect(onComplete.mock.calls).toEqual([
      [
        { score: 9, why: "fast" },
        { why: "complete", text: "Thanks." },
      ],
    ])
    press("Close")
    expect(screen.queryByRole("dialog")).toBeNull()
    expect(onDismiss).not.toHaveBeenCalled()
  })

  it("tells that somebody put it away, once", async () => {
    const { onDismiss } = aPopup(visit)
    await screen.findByRole("dialog")
    fireEvent.keyDown(document, { key: "Escape" })
    fireEvent.keyDown(document, { key: "Escape" })
    expect(screen.queryByRole("dialog")).toBeNull()
    expect(onDismiss).toHaveBeenCalledTimes(1)
  })

  it("leaves Escape to the page while the focus is there", async () => {
    const { onDismiss } = aPopup(visit)
    await screen.findByRole("dialog")
    const box = document.body.appendChild(document.createElement("input"))
    box.focus()
    fireEvent.keyDown(box, { key: "Escape" })
    expect(screen.queryByRole("dialog")).not.toBeNull()
    expect(onDismiss).not.toHaveBeenCalled()
    box.remove()
  })

  it("is not there where everything was answered before", async () => {
    const { container } = aPopup(visit, {}, { score: 9, why: null })
    await expect.poll(() => container.querySelector("[data-status]")?.getAttribute("data-status")).toBe("done")
    expect(screen.queryByRole("dialog")).toBeNull()
  })

  it("is not there for a question that is too large for it, unless it has something else to show", async () => {
    const visits = defineSurvey("visits", (s) => s.ask("times", number("How often?")))
    const { container } = aPopup(visits)
    await expect.poll(() => container.querySelector("[data-status]")?.getAttribute("data-status")).toBe("asking")
    expect(screen.queryByRole("dialog")).toBeNull()
    cleanup()
    const Page = () => {
      const survey = useSurveyDefinition(visits)
      return <NpsPopup survey={survey} otherwise={<SurveyForm survey={survey} />} />
    }
    render(<Page />)
    await screen.findByLabelText("How often?")
  })
})
