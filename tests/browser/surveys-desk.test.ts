import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { violationsIn } from "./axe.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"
import { openHouse, type OpenHouse } from "./open-house.ts"
import { keepPicture, type Look, visit } from "./visit.ts"

const look: Look = { locale: "en-GB", colorScheme: "light", width: 1280 }
const looks: readonly Look[] = [
  { locale: "en-GB", colorScheme: "light", width: 1280 },
  { locale: "es-ES", colorScheme: "dark", width: 1280 },
  { locale: "en-GB", colorScheme: "dark", width: 360 },
  { locale: "es-ES", colorScheme: "light", width: 360 },
]

const parts = ["channels", "findings", "send", "results", "answers", "asked"] as const

const focused = (page: Page): Promise<unknown> => page.evaluate("document.activeElement?.innerText ?? ''")

describe.skipIf(!hasChromium)(`what customers are asked, in the desk${remedy}`, () => {
  let browser: Browser
  let house: OpenHouse

  beforeAll(async () => {
    ;[browser, house] = await Promise.all([startChromium(), openHouse()])
  })

  afterAll(async () => {
    await browser?.close()
    await house?.[Symbol.asyncDispose]()
  })

  afterEach(() => {
    expect(house.complaints()).toBe("")
  })

  const openSurveys = async (at: Look = look) => {
    const seen = await visit(browser, house.desk, at)
    await seen.page.locator(".inbox .row").first().waitFor()
    await seen.page.keyboard.press("s")
    await seen.page.locator(".survey-card").first().waitFor()
    return seen
  }

  const openPart = async (page: Page, survey: string, part: (typeof parts)[number]) => {
    await page.goto(`${new URL(page.url()).origin}/?page=surveys&survey=${survey}&about=${part}`)
    await page.locator(`#tab-${part}[aria-selected=true]`).waitFor()
    await page.locator(".tab-panel .skeleton").waitFor({ state: "detached" })
  }

  const examine = async (page: Page, at: Look, name: string): Promise<void> => {
    const picture = `${name}-${at.locale.slice(0, 2)}-${at.colorScheme}-${at.width}`
    await keepPicture(page, picture)
    const fits = await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect({ picture, violations: await violationsIn(page), fits }).toEqual({ picture, violations: [], fits: true })
  }

  it.each(looks)("is good to read: $locale, $colorScheme, $width px", async (at) => {
    const { page, failures } = await openSurveys(at)
    await examine(page, at, "desk-surveys")
    for (const part of parts) {
      await openPart(page, part === "findings" ? "repair" : "delivery", part)
      if (part === "channels") await page.locator(".look-form form").last().waitFor()
      await examine(page, at, `desk-survey-${part}`)
    }
    for (const survey of ["lamps", "repair", "colour"]) {
      await openPart(page, survey, "channels")
      await page.locator(".look-form form").last().waitFor()
      await examine(page, at, `desk-survey-look-${survey}`)
    }
    await openPart(page, "lamps", "results")
    await examine(page, at, "desk-survey-confidential")
    await openPart(page, "delivery", "results")
    await page.locator(".looks-tools select").last().selectOption("city")
    await page.locator(".outcome-groups[open]").first().waitFor()
    await examine(page, at, "desk-survey-groups")
    await openPart(page, "delivery", "send")
    await page.locator(".send form button[type=submit]").click()
    await page.locator(".estimate").waitFor()
    await examine(page, at, "desk-survey-estimate")
    expect(failures).toEqual([])
    await page.context().close()
  })

  it("is gone through by keyboard: from the list to a survey, from part to part, and back", async () => {
    const { page, failures } = await openSurveys()
    await expect.poll(() => focused(page)).toBe("Surveys")
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("Recommendation")
    await page.keyboard.press("Enter")
    await page.locator("#tab-channels").waitFor()
    await expect.poll(() => focused(page)).toBe("Recommendation")
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("Channels")
    for (const name of ["Findings", "Send", "Results", "Answers", "Asked and spared"]) {
      await page.keyboard.press("ArrowRight")
      await expect.poll(() => focused(page)).toBe(name)
    }
    await page.keyboard.press("Escape")
    await page.locator(".survey-card").first().waitFor()
    await page.keyboard.press("Escape")
    await page.locator(".inbox .row").first().waitFor()
    expect(failures).toEqual([])
    await page.context().close()
  })

  it("shows each question on every medium in both languages, and a chat as its network carries it", async () => {
    const { page } = await openSurveys()
    await openPart(page, "recommend", "channels")
    const score = page.locator(".question-look").first()
    expect(await score.locator(".look figcaption").allInnerTexts()).toEqual([
      "Web page",
      "E-mail",
      "SMS",
      "Chat",
      "Telephone",
    ])
    expect(await score.locator('[data-medium="chat"] .look-buttons li').count()).toBe(11)
    await score.locator('[data-medium="sms"]').getByText("1 short message").waitFor()
    expect(await score.locator('[data-medium="voice"] kbd').allInnerTexts()).toContain("#") // 1 is the beginning of 10
    await page.getByLabel("Chat as on").selectOption("whatsapp")
    await expect.poll(() => score.locator('[data-medium="chat"] .look-buttons li').count()).toBe(0) // more than it has buttons
    await page.getByRole("button", { name: "Spanish" }).click()
    await score.locator('[data-medium="sms"]').getByText("¿Nos recomendarías a un amigo?").waitFor()
    await page.context().close()
  })

  it("asks one customer from their card by keyboard, and says where they are spared", async () => {
    const { page, failures } = await visit(browser, house.desk, look)
    await page.locator(".inbox .row").first().waitFor()
    await page.locator(".filters .segments button").nth(1).click()
    await page.locator(".inbox .row", { hasText: "Hannah Cole" }).click()
    await page.locator(".thread h2", { hasText: "Hannah Cole" }).waitFor()
    const ask = async () => {
      await page.keyboard.press("q")
      await page.getByRole("dialog", { name: "What is Hannah Cole asked?" }).waitFor()
      await expect.poll(() => page.evaluate("document.activeElement?.name")).toBe("survey")
      await page.keyboard.press("Enter")
    }
    await ask()
    await page.getByText("Asked. The first question is on its way.").waitFor()
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await page.locator(".message", { hasText: "Would you recommend us to a friend?" }).waitFor()
    await ask()
    await page.getByText("They are spared: asked lately, or written to often enough.").waitFor()
    expect(failures).toEqual([])
    await page.context().close()
  })

  it("says who would be asked before anything leaves, sends it after one more step, and lists asked and spared", async () => {
    const { page, failures } = await openSurveys()
    await openPart(page, "delivery", "send")
    await page.getByLabel("so many at most").check()
    await page.getByLabel("People").fill("none")
    await page.getByRole("button", { name: "Who would be asked?" }).click()
    await page.getByText("Write a whole number, 1 or more.").waitFor()
    await page.getByLabel("People").fill("5")
    await page.getByRole("button", { name: "Who would be asked?" }).click()
    await expect.poll(() => focused(page)).toBe("If it were sent now")
    await page.getByText("5 would be asked").waitFor()
    await page.getByRole("button", { name: "Change", exact: true }).click()
    await page.getByLabel("all of them").check()
    await page.getByRole("button", { name: "Who would be asked?" }).click()
    await page.locator(".estimate .spared li").first().waitFor()
    expect(await page.locator(".campaign").count()).toBe(0)
    await page.getByRole("button", { name: /^Ask \d+$/ }).click()
    await page.getByText("It is on its way.").first().waitFor()
    await page.locator(".campaign").getByText("Sent").waitFor()
    await page.locator(".campaign .spared li", { hasText: "window is closed" }).waitFor()
    await page.locator("#tab-asked").click()
    await page.getByLabel("Who", { exact: true }).selectOption({ index: 1 })
    await page.getByLabel("State").selectOption("spared")
    await page.locator(".asked-table small", { hasText: "window is closed" }).first().waitFor()
    await page.locator("#tab-send").click()
    await page.locator(".campaign").getByRole("button", { name: "Cancel" }).click()
    await expect.poll(() => focused(page)).toBe("Yes, cancel it")
    await page.keyboard.press("Enter")
    await page.locator(".campaign").getByText("Cancelled").waitFor()
    expect(failures).toEqual([])
    await page.context().close()
  })

  it("picks answers by what they speak of and by how they feel", async () => {
    const { page, failures } = await openSurveys()
    await openPart(page, "delivery", "answers")
    const answers = page.locator(".open-answer")
    await page.getByRole("table").getByRole("button", { name: "Damage" }).click()
    await page.getByRole("button", { name: "Damage", pressed: true }).waitFor()
    await expect.poll(() => answers.count()).toBe(1)
    expect(await answers.locator("mark").allInnerTexts()).toContain("rota")
    await page.getByLabel("Feeling").selectOption("Positive")
    await page.getByText("No answer is like that.").waitFor()
    await page.getByLabel("Topic").selectOption("any")
    await answers.first().waitFor()
    expect(failures).toEqual([])
    await page.context().close()
  })

  it("shows no name beside a confidential answer, and what is wrong where nothing is known", async () => {
    const { page } = await openSurveys()
    await openPart(page, "delivery", "answers")
    await page.locator(".open-answer .text-link").first().waitFor()
    await openPart(page, "lamps", "results")
    await page.getByText("Which light do you prefer?").waitFor()
    expect(await page.locator(".outcomes").innerText()).not.toMatch(/Iker|Emma|Elena/)

    await page.route("**/desk/surveys", (route) => route.fulfill({ status: 500, body: "{}" }))
    await page.goto(`${new URL(page.url()).origin}/?page=surveys`)
    await page.getByRole("alert").filter({ hasText: "could not answer" }).waitFor()
    await page.unroute("**/desk/surveys")
    await page.route("**/desk/surveys", (route) => route.fulfill({ json: { items: [] } }))
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("This house asks nothing.").waitFor()
    await page.goto(`${new URL(page.url()).origin}/?page=surveys&survey=nothing`)
    await page.getByRole("alert").filter({ hasText: "does not know this" }).waitFor()
    await page.context().close()
  })
})
