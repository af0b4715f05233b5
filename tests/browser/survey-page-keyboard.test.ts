import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { serve } from "../../packages/adapters/src/servers/node.ts"
import { aSurveyHouse, everyKind } from "../doors/a-survey.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"

const ana = "email:ana@example.com"

type Hands = (page: Page) => Promise<void>

const focused = (page: Page): Promise<unknown> => page.evaluate("document.activeElement?.id ?? ''")

/** Moves on with the keyboard until it is at this control. */
const tabTo = async (page: Page, id: string): Promise<void> => {
  for (let times = 0; times < 60; times++) {
    if ((await focused(page)) === id) return
    await page.keyboard.press("Tab")
  }
  throw new TypeError(`the keyboard never came to ${id}`)
}

const keys = async (page: Page, ...pressed: readonly string[]): Promise<void> => {
  for (const key of pressed) await page.keyboard.press(key)
}

/** Chooses by keys: at a control, press these. */
const at =
  (...steps: readonly (readonly [id: string, ...pressed: string[]])[]): Hands =>
  async (page) => {
    for (const [id, ...pressed] of steps) {
      await tabTo(page, `f-${id}`)
      await keys(page, ...pressed)
    }
  }

const types =
  (...fields: readonly (readonly [id: string, words: string])[]): Hands =>
  async (page) => {
    for (const [id, words] of fields) {
      await tabTo(page, `f-${id}`)
      await page.keyboard.type(words)
    }
  }

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)

/** What each question is answered by hand, without a mouse. */
const hands: { readonly [question: string]: Hands } = {
  nps: at(["nps", "Space", ..."ArrowRight ".repeat(9).trim().split(" ")]),
  csat: at(["csat", "Space", "ArrowDown", "ArrowDown", "ArrowDown"]),
  ces: at(["ces", "Space", "ArrowDown"]),
  rating: at(["rating", "Space", "ArrowUp"]),
  slider: types(["slider", "35"]),
  number: at(["number", "3"]),
  choice: at(["choice", "Space", "ArrowDown"]),
  dropdown: at(["dropdown", "ArrowDown", "ArrowDown", "ArrowDown"]),
  picture: at(["picture", "Space", "ArrowDown"]),
  choices: at(["choices", "Space"], ["choices-3", "Space"]),
  ranking: types(["ranking.1", "The c"], ["ranking.2", "The pr"], ["ranking.3", "The s"]),
  matrix: at(
    ["matrix.price", "Space"],
    ["matrix.speed", "Space", "ArrowRight", "ArrowRight"],
    ["matrix.people", "Space"],
    ["matrix.words", "Space", "ArrowRight"],
  ),
  maxDiff: at(
    ["maxDiff.0", "Space"],
    ["maxDiff.0.worst", "Space", "ArrowDown"],
    ["maxDiff.1", "Space"],
    ["maxDiff.1.worst", "Space", "ArrowDown"],
  ),
  text: types(["text", "Vigo"]),
  openText: async (page) => {
    await types(["openText", "Because"])(page)
    await keys(page, "Enter")
    await page.keyboard.type("of the people")
  },
  date: types(["date", "11112026"]), // whichever comes first, the day or the month
  time: types(["time", "1030AM"]), // also where the clock has twelve hours
  email: types(["email", "ana@example.com"]),
  phone: types(["phone", "0034 600 111 222"]),
  file: async (page) => {
    await tabTo(page, "f-file")
    const chooser = page.waitForEvent("filechooser")
    await keys(page, "Space")
    await (await chooser).setFiles({ name: "lamp.png", mimeType: "image/png", buffer: png })
  },
  consent: at(["consent", "Space"]),
  contact: types(["contact.name", "Ana"], ["contact.email", "ana@example.com"]),
  people: async (page) => {
    await types(["people.0.name", "Leo"])(page)
    await at(["people.0.child", "Space"])(page)
    await keys(page, "Enter") // it asks for the age now
    await page.locator('[id="f-people.0.age"]').waitFor()
    await types(["people.0.age", "7"])(page)
  },
}

describe.skipIf(!hasChromium)(`hands on the keyboard alone, on the page of a survey${remedy}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser?.close())

  it("answer every kind of question, in a browser that runs no script", { timeout: 240_000 }, async () => {
    const { escucha, ask } = aSurveyHouse([everyKind])
    await using server = await serve(escucha)
    const { link } = await ask(ana, "everyKind", "mail")
    const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/Madrid", javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${server.url}${link}`)
    const asked: string[] = []
    for (let left = 40; left > 0 && (await page.locator("form").count()) > 0; left--) {
      const question = await page.locator("input[name=question]").inputValue()
      asked.push(question)
      await hands[question]?.(page)
      // where Enter sends the form it sends it; from a button, a list and words of several lines one goes on to the button
      const isDirect = await page.evaluate("document.activeElement?.matches('input:not([type=file])') ?? false")
      if (!isDirect) {
        for (let times = 0; times < 20; times++) {
          await keys(page, "Tab")
          if (await page.evaluate("document.activeElement?.matches('button.first') ?? false")) break
        }
      }
      await Promise.all([page.waitForNavigation(), keys(page, "Enter")])
      const wrong = await page.locator(".summary").allInnerTexts()
      expect({ question, wrong }).toEqual({ question, wrong: [] })
    }
    expect(asked).toEqual(everyKind.questions.slice(1).map(({ id }) => id))
    expect(await page.locator("h1").innerText()).toBe("Thank you for everything.")
    const [response] = await escucha.surveys.responses(ana)
    expect(response?.answers).toMatchObject({
      nps: 9,
      csat: 4,
      ces: 2,
      rating: 5,
      slider: 35,
      number: 3,
      choice: "speed",
      dropdown: "people",
      picture: "two",
      choices: ["price", "words"],
      ranking: ["words", "price", "speed"],
      matrix: { price: "bad", speed: "good", people: "bad", words: "fair" },
      text: "Vigo",
      openText: "Because\nof the people",
      date: "2026-11-11",
      time: "10:30",
      phone: "+34600111222",
      file: [{ name: "lamp.png", type: "image/png", bytes: png.length }],
      consent: true,
      contact: { name: "Ana", email: "ana@example.com" },
      people: [{ name: "Leo", child: true, age: 7 }],
    })
    await context.close()
    await escucha.close()
  })
})
