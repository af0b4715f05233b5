import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { consentPage, type PageState } from "../../packages/core/src/assembly/routes/consent-page.ts"
import { violationsIn } from "./axe.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"

const states: readonly PageState[] = ["ask", "done", "used", "over", "unknown"]
const looks = states.flatMap((state) => (["light", "dark"] as const).map((colorScheme) => ({ state, colorScheme })))
const text = {
  es: "Quiero recibir las novedades de la tienda cada mes.",
  en: "I want the news of the shop every month.",
}

describe.skipIf(!hasChromium)(`the page behind a link of consent${remedy}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser.close())

  it.for(looks)(
    "is read and pressed by everybody, on a narrow screen too: $state, $colorScheme",
    async ({ state, colorScheme }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 640 } })
      const page = await context.newPage()
      for (const language of ["es", "en"] as const) {
        await page.setContent(String(consentPage(state, { text: text[language], language }).body))
        expect(await violationsIn(page)).toEqual([])
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true)
        expect(await page.getAttribute("html", "lang")).toBe(language)
      }
      await page.keyboard.press("Tab")
      const focused = await page.evaluate("document.activeElement.tagName")
      expect(focused).toBe(state === "ask" ? "BUTTON" : "BODY")
      await context.close()
    },
  )
})
