import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { everyAnswer, everyKind } from "../doors/a-survey.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"
import { openSurveyPage } from "./survey-form-page.ts"

type Hands = (page: Page) => Promise<void>

/** Moves on with the keyboard until it is at such a control. */
const tabTo = async (page: Page, selector: string): Promise<void> => {
  for (let times = 0; times < 40; times++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return
    await page.keyboard.press("Tab")
  }
  throw new TypeError(`the keyboard never came to ${selector}`)
}

const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}

/** Goes to the first of these controls, and presses keys there. */
const at =
  (selector: string, ...keys: readonly string[]): Hands =>
  async (page) => {
    await tabTo(page, selector)
    await press(page, ...keys)
  }

const types =
  (words: string): Hands =>
  async (page) => {
    await tabTo(page, "input, textarea")
    await page.keyboard.type(words)
  }

/** One hand after the other. */
const both =
  (...hands: readonly Hands[]): Hands =>
  async (page) => {
    for (const hand of hands) await hand(page)
  }

const right = (times: number): readonly string[] => Array.from({ length: times }, () => "ArrowRight")

const nextRow: readonly string[] = ["Tab", "Space"]

const attachesPicture: Hands = async (page) => {
  await tabTo(page, "input[type=file]")
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")])
  await chooser.setFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.alloc(1_000) })
  await page.getByText("Added: a.png").waitFor()
}

/** What each question is answered by hand, without a mouse. The focus is at the question, or at its only control. */
const hands: { readonly [question: string]: Hands } = {
  hello: async () => {},
  nps: at("input", "9"),
  csat: at("input", "Space", "ArrowDown", "ArrowDown", "ArrowDown"),
  ces: at("input", "6"),
  rating: at("input", "5"),
  slider: at("input[type=range]", "Home", ...right(7)),
  number: types("3"),
  choice: at("input", "Space", "ArrowDown"),
  dropdown: at("select", "ArrowDown", "ArrowDown", "ArrowDown"),
  picture: at("input", "Space", "ArrowDown"),
  choices: at("input", "Space", "Tab", "Tab", "Tab", "Space"),
  // the words first, then the speed, which goes below the price
  ranking: both(
    at("[data-act=add]", "Tab", "Tab", "Tab", "Enter"),
    at("[data-act=add]", "Tab", "Enter"),
    at("[data-act=add][data-option=price]", "Enter"),
    at("[data-option=price][data-act=up]", "ArrowUp"),
  ),
  matrix: at("input", "Space", ...nextRow, ...right(2), ...nextRow, ...right(2), ...nextRow, ...right(1)),
  maxDiff: at("input", "Space", "Tab", "ArrowDown", "Tab", "Space", "Tab", "ArrowDown"),
  text: types("Vigo"),
  openText: both(types("Because"), async (page) => press(page, "Enter"), types("of the people")),
  date: types("03292026"),
  time: types("0930AM"),
  email: types("ana@example.com"),
  phone: types("+34 600 111 222"),
  file: attachesPicture,
  consent: at("input", "Space"),
  contact: both(types("Ana"), async (page) => press(page, "Tab"), types("ana@example.com")),
  people: both(
    types("Ana"),
    at("input[type=radio]", "Space", "ArrowDown"),
    at("fieldset > button", "Enter"),
    types("Leo"),
    at("input[type=radio]", "Space", "Tab"),
    async (page) => page.keyboard.type("7"),
  ),
}

const setsInOrder = everyKind.questions.flatMap((question) =>
  question.kind === "max-diff"
    ? question.sets.map((set) => {
        const [best, worst] = question.options.map(({ value }) => value).filter((value) => set.includes(value))
        return { best, worst }
      })
    : [],
)

describe.skipIf(!hasChromium)(`a survey in a page of React, by keyboard alone${remedy}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser?.close())

  it("is answered to its end, with every kind of question", { timeout: 120_000 }, async () => {
    const { page, show, told } = await openSurveyPage(await browser.newContext({ locale: "en-US" }))
    await show({ definition: everyKind })
    for (const { id } of everyKind.questions) {
      await page.locator(`[id$="-${id}"]`).first().waitFor()
      await hands[id]?.(page)
      await tabTo(page, "button[type=submit]")
      await press(page, "Enter")
    }
    await page.getByText("Thank you for everything.").waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Thank you for everything.")
    expect((await told()).completed).toEqual({
      ...everyAnswer,
      maxDiff: setsInOrder,
      file: [{ media: "m-a.png", name: "a.png", type: "image/png", bytes: 1_000 }],
      people: [{ name: "Ana", child: false }, everyAnswer.people[1]],
    })
    await page.context().close()
  })

  it("is told what is missing where the keyboard is, and goes from there to each field", async () => {
    const { page, show } = await openSurveyPage(await browser.newContext({ locale: "en-US" }))
    const contact = { ...everyKind, questions: everyKind.questions.filter(({ id }) => id === "contact") }
    await show({ definition: contact })
    await tabTo(page, "button[type=submit]")
    await press(page, "Enter")
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "")
    await expect.poll(focused).toContain("Something is missing")
    await press(page, "Tab", "Tab", "Enter")
    expect(await page.evaluate(() => document.activeElement?.getAttribute("autocomplete"))).toBe("email")
    await page.context().close()
  })

  it("puts a pop-up away with Escape, and is where it was", async () => {
    const { page, show, told } = await openSurveyPage(await browser.newContext({ locale: "en-US" }))
    const score = { ...everyKind, questions: everyKind.questions.filter(({ id }) => /nps|openText/.test(id)) }
    await show({ definition: score, isPopup: true })
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY") // it takes no focus
    await page.locator("#before").focus()
    await press(page, "Tab", "9")
    expect(await page.locator("input[value='9']").isChecked()).toBe(true)
    await press(page, "Escape")
    await page.locator("dialog").waitFor({ state: "detached" })
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("before")
    expect(await told()).toEqual({ dismissed: true })
    await page.context().close()
  })
})
