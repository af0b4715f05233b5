import type { Browser, Locator, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { chatIsLive, ourLine, say, sentLine } from "./chat.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"
import { openHouse, type OpenHouse } from "./open-house.ts"
import { visit, type Look, type Visit } from "./visit.ts"

const look: Look = { locale: "en-GB", colorScheme: "light", width: 1440 }
const complaint = "This is terrible: the lamp arrived broken and nobody answers the phone."

const rowWith = (page: Page, text: string | RegExp): Locator => page.locator(".inbox .row", { hasText: text })

const placeOf = async (page: Page, name: RegExp): Promise<number> =>
  (await page.locator(".inbox .row").allInnerTexts()).findIndex((text) => name.test(text))

describe.skipIf(!hasChromium)(`a conversation between the shop and the desk${remedy}`, () => {
  let browser: Browser
  let house: OpenHouse
  let shop: Visit
  let desk: Visit

  beforeAll(async () => {
    ;[browser, house] = await Promise.all([startChromium(), openHouse()])
    desk = await visit(browser, house.desk, look)
    await desk.page.locator(".inbox .row").first().waitFor()
    await desk.page.evaluate("window.isSamePage = true")
    shop = await visit(browser, house.shop, look)
    await chatIsLive(shop.page)
  })

  afterAll(async () => {
    await browser?.close()
    await house?.[Symbol.asyncDispose]()
  })

  it("reaches the desk while it is written, in the place that its need gives it, with its feeling and a running clock", async () => {
    await say(shop.page, complaint)
    await sentLine(shop.page, complaint).waitFor()
    const row = rowWith(desk.page, "Visitor")
    await row.waitFor()
    await row.getByText("Upset").waitFor()
    await row.getByText(/% sure/).waitFor()
    expect(await placeOf(desk.page, /Visitor/)).toBeGreaterThan(await placeOf(desk.page, /Carmen Vidal/)) // she is upset, and our promise to her is broken
    expect(await placeOf(desk.page, /Visitor/)).toBeLessThan(await placeOf(desk.page, /Aitana Soler/)) // she is calm
    const hand = row.locator(".clock-hand")
    const before = await hand.getAttribute("stroke-dasharray")
    await expect.poll(() => hand.getAttribute("stroke-dasharray"), { timeout: 10_000 }).not.toBe(before)
  })

  it("shows the desk which words say how the customer feels", async () => {
    await rowWith(desk.page, "Visitor").click()
    const message = desk.page.locator(".message", { hasText: complaint })
    await message.getByRole("button", { name: /Negative/ }).click()
    await expect.poll(() => message.locator("mark").allInnerTexts()).toContain("terrible")
  })

  it("brings the answer of the desk to the customer, and the clock stops", async () => {
    const { page } = desk
    await page.locator(".thread-head .clock").waitFor()
    await page.getByRole("textbox", { name: /^Reply to Visitor/ }).fill("I am sorry. Another lamp leaves today.")
    await page.getByRole("button", { name: "Send" }).click()
    await ourLine(shop.page, "Another lamp leaves today.").getByText("Ana").waitFor()
    await page.locator(".thread-head .clock").waitFor({ state: "detached" })
    await rowWith(page, "Visitor").waitFor({ state: "detached" })
    expect(await page.evaluate("window.isSamePage")).toBe(true)
  })

  it("is still there when the customer reloads the page", async () => {
    await shop.page.reload()
    await ourLine(shop.page, "Another lamp leaves today.").waitFor()
    expect(await sentLine(shop.page, complaint).count()).toBe(1)
  })

  it("sends once, and in order, what was written without a network", async () => {
    await chatIsLive(shop.page)
    await shop.page.context().setOffline(true)
    await shop.page.locator('.escucha-chat[data-status="offline"]').waitFor()
    await say(shop.page, "Thank you, that is quick.")
    await say(shop.page, "Will it be at my door before six?")
    await expect.poll(() => shop.page.locator('[data-from="customer"]:not([data-state="sent"])').count()).toBe(2)
    await shop.page.context().setOffline(false)
    await sentLine(shop.page, "before six").waitFor()
    await say(shop.page, "I am at home until seven.")
    await desk.page.locator(".message", { hasText: "until seven" }).waitFor()
    const received = await desk.page.locator('.message[data-from="customer"] .message-text').allInnerTexts()
    expect(received).toEqual([
      complaint,
      "Thank you, that is quick.",
      "Will it be at my door before six?",
      "I am at home until seven.",
    ])
  })

  it("asks for a score in the chat when the case is closed, and the desk sees the answer", async () => {
    const { page } = desk
    const answers = page.locator(".figure", { hasText: "NPS" })
    const before = Number(/(\d+) answers/.exec(await answers.innerText())?.[1])
    await page.locator(".cases").getByRole("button", { name: "Close" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).click()
    const rating = shop.page.getByRole("region", { name: "Your opinion" })
    await rating.getByRole("group", { name: "Would you recommend us to a friend?" }).waitFor()
    await rating.getByText("8", { exact: true }).click()
    await rating.getByRole("button", { name: "Continue" }).click()
    await rating.getByRole("textbox", { name: "What could we do better?" }).fill("Pack the lamps better.")
    await rating.getByRole("button", { name: "Continue" }).click()
    await rating.getByText("Thank you. We read every word.").waitFor()
    await page.getByText("score: 8 · why: Pack the lamps better.").waitFor()
    await expect.poll(() => answers.innerText(), { timeout: 20_000 }).toContain(`${before + 1} answers`)
  })

  it("went wrong nowhere: not on the pages, not in the house", () => {
    const wrong = { shop: shop.failures, desk: desk.failures, house: house.complaints() }
    expect(wrong).toEqual({ shop: [], desk: [], house: "" })
  })
})
