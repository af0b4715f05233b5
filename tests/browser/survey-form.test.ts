import { join } from "node:path"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { AnyDefinition } from "../../packages/core/src/survey.ts"
import { everyAnswer, everyKind } from "../doors/a-survey.ts"
import { auditOf } from "./axe.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"
import { openSurveyPage, type SurveyFormPage } from "./survey-form-page.ts"
import { keepPicture, pictures } from "./visit.ts"

interface Look extends BrowserContextOptions {
  readonly name: string
  readonly language: "en" | "ar" | "es"
  readonly isWrong?: true
  readonly isLarge?: true
}

const wide = { width: 1280, height: 900 }
const looks: readonly Look[] = [
  { name: "initial", language: "en", viewport: wide },
  { name: "error", language: "en", viewport: wide, isWrong: true },
  { name: "rtl", language: "ar", viewport: wide, isWrong: true },
  { name: "dark", language: "es", viewport: wide, colorScheme: "dark" },
  { name: "320", language: "es", viewport: { width: 320, height: 640 }, isWrong: true },
  { name: "200-percent", language: "en", viewport: wide, isLarge: true, isWrong: true },
  { name: "forced-colours", language: "en", viewport: wide, forcedColors: "active" },
]

/** The survey with one of its questions alone. */
const alone = (id: string): AnyDefinition => ({
  ...everyKind,
  questions: everyKind.questions.flatMap((question) => (question.id === id ? [{ ...question, required: true }] : [])),
})

/** Controls that are smaller than a fingertip (https://www.w3.org/TR/WCAG22/#target-size-minimum). */
const smallTargets = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll(".escucha-survey :is(a, button, input, select, textarea)")]
    .map((each) => [each.outerHTML.slice(0, 90), (each.closest("label") ?? each).getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24).map(([html]) => html)`)

const fits = (page: Page): Promise<unknown> => page.evaluate("document.documentElement.scrollWidth <= innerWidth")

describe.skipIf(!hasChromium)(`a survey in a page of React${remedy}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser?.close())

  const open = async (options: BrowserContextOptions, hasStyles = true): Promise<SurveyFormPage> =>
    openSurveyPage(await browser.newContext({ reducedMotion: "reduce", ...options }), hasStyles)

  /** What is wrong with the page as it is now; nothing, but its name. */
  const examine = async (page: Page, name: string): Promise<unknown> => {
    await keepPicture(page, `form-${name}`)
    return { name, ...(await auditOf(page)), small: await smallTargets(page), fits: await fits(page) }
  }
  const fine = (name: string) => ({ name, violations: [], unresolved: [], small: [], fits: true })

  it.for(looks)("asks every kind so that everybody can answer: $name", { timeout: 240_000 }, async (look) => {
    const { name, language, isWrong, isLarge, ...context } = look
    const { page, show } = await open(context)
    if (isLarge) await page.addStyleTag({ content: ":root{font-size:200% !important}" })
    for (const { id, kind } of everyKind.questions) {
      await show({ definition: alone(id), language })
      if (isWrong && kind !== "statement") {
        await page.locator("button[type=submit]").click()
        await page.locator(".escucha-problem").first().waitFor()
      }
      expect(await examine(page, `${id}-${name}`)).toEqual(fine(`${id}-${name}`))
      expect(await page.locator(".escucha-survey").getAttribute("dir")).toBe(language === "ar" ? "rtl" : "ltr")
    }
    await page.context().close()
  })

  it.for(looks)(
    "asks everything on one page so that everybody can answer: $name",
    { timeout: 240_000 },
    async (look) => {
      const { name, language, isWrong, isLarge, ...context } = look
      const { page, show } = await open(context)
      if (isLarge) await page.addStyleTag({ content: ":root{font-size:200% !important}" })
      await show({ definition: everyKind, language, layout: "page" })
      if (isWrong) {
        await page.locator("button[type=submit]").click()
        await page.locator(".escucha-problems").waitFor()
      }
      expect(await examine(page, `page-${name}`)).toEqual(fine(`page-${name}`))
      await page.context().close()
    },
  )

  it.for(looks)("asks for a score in a corner so that everybody can answer: $name", async (look) => {
    const { name, language, isWrong: _isWrong, isLarge, ...context } = look
    const { page, show } = await open(context)
    if (isLarge) await page.addStyleTag({ content: ":root{font-size:200% !important}" })
    const definition = { ...everyKind, questions: everyKind.questions.filter(({ id }) => /^(nps|openText)$/.test(id)) }
    await show({ definition, language, isPopup: true })
    expect(await examine(page, `popup-score-${name}`)).toEqual(fine(`popup-score-${name}`))
    await page.locator("label", { hasText: "9" }).click()
    await page.locator("button[type=submit]").click()
    await page.locator("dialog textarea").waitFor()
    expect(await examine(page, `popup-why-${name}`)).toEqual(fine(`popup-why-${name}`))
    await page.locator("button[type=submit]").click()
    await page.locator("dialog .escucha-ending").waitFor()
    expect(await examine(page, `popup-thanks-${name}`)).toEqual(fine(`popup-thanks-${name}`))
    await page.context().close()
  })

  it("is as accessible without styles", async () => {
    const { page, show } = await open({ viewport: wide }, false)
    await show({ definition: everyKind, layout: "page" })
    await page.locator("button[type=submit]").click()
    await page.locator(".escucha-problems").waitFor()
    expect(await auditOf(page)).toEqual({ violations: [], unresolved: [] })
    await page.context().close()
  })

  it("shows in every kind what was answered", async () => {
    const { page, show } = await open({ viewport: { width: 480, height: 900 } })
    await show({ definition: everyKind, layout: "page", typed: everyAnswer })
    expect(await examine(page, "page-answered")).toEqual(fine("page-answered"))
    await page.screenshot({ path: join(pictures, "form-page-answered-whole.png"), fullPage: true })
    await page.locator("button[type=submit]").click()
    await page.getByText("Thank you for everything.").waitFor()
    await page.context().close()
  })
})
