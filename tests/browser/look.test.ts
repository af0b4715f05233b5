import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { violationsIn } from "./axe.ts"
import { chatIsLive, ourLine, say, sentLine } from "./chat.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"
import { openHouse, type OpenHouse } from "./open-house.ts"
import { keepPicture, pictures, visit, type Look } from "./visit.ts"

type Kept = BrowserContextOptions["storageState"]
type Locale = Look["locale"]

const locales: readonly Locale[] = ["es-ES", "en-GB"]
const looks: readonly Look[] = locales.flatMap((locale) =>
  (["light", "dark"] as const).flatMap((colorScheme) => [1440, 390].map((width) => ({ locale, colorScheme, width }))),
)
const nameOf = ({ locale, colorScheme, width }: Look) => `${locale.slice(0, 2)}-${colorScheme}-${width}`

const talk: { readonly [locale in Locale]: { readonly asks: string; readonly hears: string } } = {
  "es-ES": {
    asks: "La lámpara ha llegado rota y nadie contesta al teléfono. Estoy muy enfadada.",
    hears: "Lo siento mucho. Hoy mismo sale otra, y la rota la recogemos nosotros.",
  },
  "en-GB": {
    asks: "The lamp arrived broken and nobody answers the phone. I am really angry.",
    hears: "I am very sorry. Another one leaves today, and we collect the broken one.",
  },
}

/** Long words by day and short ones by night: every pair of language and theme has a picture, half of them meet axe. */
const isAudited = ({ locale, colorScheme }: Look): boolean => (locale === "es-ES") === (colorScheme === "light")

/** The keys that open something over the desk, and what its picture is called. */
const windows = [
  ["a", "desk-assign"],
  ["e", "desk-close"],
  ["Control+k", "desk-palette"],
  ["?", "desk-help"],
  ["p", "desk-pairs"],
] as const

/** The parts of who somebody is, in the order of their tabs. */
const parts = ["identity", "consents", "traits", "value", "data"] as const

const fitsIn = (page: Page): Promise<unknown> => page.evaluate("document.documentElement.scrollWidth <= innerWidth")

describe.skipIf(!hasChromium)(`the desk and the shop, by eye and by axe${remedy}`, () => {
  let browser: Browser
  let house: OpenHouse
  const people = new Map<Locale, Kept>()

  /** A visitor whose trouble was settled, so that a score is asked for: what their browser keeps. */
  const settled = async (locale: Locale): Promise<Kept> => {
    const look: Look = { locale, colorScheme: "light", width: 1440 }
    const { asks, hears } = talk[locale]
    const shop = await visit(browser, house.shop, look)
    await chatIsLive(shop.page)
    await say(shop.page, asks)
    await sentLine(shop.page, asks).waitFor()
    const { page } = await visit(browser, house.desk, look)
    await page.locator(".inbox .row", { hasText: /Visit(ante|or)/ }).click()
    await page.locator("#reply").fill(hears)
    await page.keyboard.press("Control+Enter")
    await ourLine(shop.page, hears).waitFor()
    await page.locator(".cases .case-acts .text-button").last().click()
    await page.locator("dialog button[type=submit]").click()
    await shop.page.locator(".rating fieldset").waitFor()
    const kept = await shop.kept()
    await Promise.all([page.context().close(), shop.page.context().close()])
    return kept
  }

  beforeAll(async () => {
    ;[browser, house] = await Promise.all([startChromium(), openHouse()])
    for (const locale of locales) people.set(locale, await settled(locale))
  })

  afterAll(async () => {
    console.log(`screenshots: ${pictures}`)
    await browser?.close()
    await house?.[Symbol.asyncDispose]()
  })

  afterEach(() => {
    expect(house.complaints()).toBe("")
  })

  /** Keeps a picture, and expects that nothing lies beside the window and that axe finds nothing. */
  const examine = async (page: Page, look: Look, picture: string): Promise<void> => {
    const name = `${picture}-${nameOf(look)}`
    await keepPicture(page, name)
    const violations = isAudited(look) ? await violationsIn(page) : []
    expect({ name, violations, fits: await fitsIn(page) }).toEqual({ name, violations: [], fits: true })
  }

  /** The same of everything that opens over the desk. */
  const examineWindows = async (page: Page, look: Look): Promise<void> => {
    for (const [key, picture] of windows) {
      await page.keyboard.press(key)
      await page.locator("dialog[open]").waitFor()
      await examine(page, look, picture)
      await page.keyboard.press("Escape")
      await page.locator("dialog[open]").waitFor({ state: "detached" })
    }
  }

  /** Who a customer is, part by part, with the proof of a consent open, and what would come apart. */
  const examinePerson = async (page: Page, look: Look): Promise<void> => {
    await page.keyboard.press("w")
    await page.locator("dialog .lines-list").first().waitFor()
    for (const part of parts) {
      await page.locator(`#tab-${part}`).click()
      await page.locator(`[role="tabpanel"][aria-labelledby="tab-${part}"]`).waitFor()
      await page.locator(".tab-panel .skeleton").waitFor({ state: "detached" })
      if (part === "consents") await page.locator('.consent[data-state="granted"]').first().click()
      await examine(page, look, `desk-person-${part}`)
    }
    await page.locator("#tab-identity").click()
    await page.locator(".tab-panel .lines-list .quiet-button").first().click()
    await page.locator(".step .heads").waitFor()
    await examine(page, look, "desk-person-apart")
    await page.keyboard.press("Escape")
    await page.locator("dialog[open]").waitFor({ state: "detached" })
  }

  it.each(looks)("the desk is good to read: $locale, $colorScheme, $width px", async (look) => {
    const { page, failures } = await visit(browser, house.desk, look)
    await page.locator(".inbox .row").first().waitFor()
    await page.locator(".chart-area path").first().waitFor()
    if (look.width === 390) {
      await examine(page, look, "desk-inbox")
      await page.locator(".inbox .row", { hasText: "Lucía Ferrer" }).click()
      await page.locator(".message").last().waitFor()
      await examine(page, look, "desk-thread")
      await page.locator(".thread-details").click()
      await page.locator(".card h2").waitFor()
      await examine(page, look, "desk-card")
    } else {
      await page.locator(".message").last().waitFor()
      await examine(page, look, "desk")
      await page.keyboard.press("m")
      await page.locator(".inbox .row", { hasText: "Lucía Ferrer" }).click()
      await page.locator("mark").first().waitFor()
      await examine(page, look, "desk-words")
    }
    if (isAudited(look)) {
      await examineWindows(page, look)
      await examinePerson(page, look)
    }
    expect(failures).toEqual([])
    await page.context().close()
  })

  it.each(looks)("the shop is good to read: $locale, $colorScheme, $width px", async (look) => {
    const { page, failures } = await visit(browser, house.shop, look)
    await chatIsLive(page)
    await examine(page, look, "shop-chat")
    await page.keyboard.press("Escape")
    await page.locator(".chat-opener").waitFor()
    await examine(page, look, "shop")
    await page.context().close()

    const again = await visit(browser, house.shop, look, people.get(look.locale))
    await ourLine(again.page, talk[look.locale].hears).waitFor()
    await again.page.locator(".rating fieldset").waitFor()
    await examine(again.page, look, "shop-score")
    expect([...failures, ...again.failures]).toEqual([])
    await again.page.context().close()
  })

  it.each(locales)("nothing lies beside the window at 360 px, in %s", async (locale) => {
    const look: Look = { locale, colorScheme: "light", width: 360 }
    const desk = await visit(browser, house.desk, look)
    await desk.page.locator(".inbox .row").first().waitFor()
    await desk.page.locator(".chart-area path").first().waitFor()
    await examine(desk.page, look, "desk-inbox")
    await desk.page.locator(".inbox .row", { hasText: "Lucía Ferrer" }).click()
    await desk.page.locator(".message").last().waitFor()
    await examine(desk.page, look, "desk-thread")
    await examinePerson(desk.page, look)
    const shop = await visit(browser, house.shop, look, people.get(locale))
    await shop.page.locator(".rating fieldset").waitFor()
    await examine(shop.page, look, "shop-score")
    expect([...desk.failures, ...shop.failures]).toEqual([])
    await Promise.all([desk.page.context().close(), shop.page.context().close()])
  })
})
