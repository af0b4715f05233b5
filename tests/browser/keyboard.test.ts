import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { chatIsLive, ourLine, sentLine } from "./chat.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"
import { openHouse, type OpenHouse } from "./open-house.ts"
import { visit, type Look } from "./visit.ts"

const look: Look = { locale: "en-GB", colorScheme: "light", width: 1440 }

/** The text of the element that has the keyboard. */
const focused = (page: Page): Promise<unknown> => page.evaluate("document.activeElement?.innerText ?? ''")

const focusedId = (page: Page): Promise<unknown> => page.evaluate("document.activeElement?.id ?? ''")

/** Waits until a window over the page has the keyboard. */
const openDialog = async (page: Page, name: string): Promise<void> => {
  await page.getByRole("dialog", { name }).waitFor()
  await expect.poll(() => page.evaluate("document.activeElement?.closest('dialog')?.open ?? false")).toBe(true)
}

const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}

describe.skipIf(!hasChromium)(`hands on the keyboard alone${remedy}`, () => {
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

  const openDesk = async () => {
    const { page, failures } = await visit(browser, house.desk, look)
    await page.locator(".message").last().waitFor()
    return { page, failures }
  }

  it("moves through the list, opens, answers, assigns and closes", async () => {
    const { page, failures } = await openDesk()
    await press(page, "j")
    expect(await focused(page)).toContain("Pablo Mora")
    await press(page, "j", "k")
    expect(await focused(page)).toContain("Pablo Mora")
    await press(page, "Enter")
    await page.locator("#thread-title", { hasText: "Pablo Mora" }).waitFor()
    await expect.poll(() => focused(page)).toContain("Pablo Mora")

    await press(page, "r")
    expect(await focusedId(page)).toBe("reply")
    await page.keyboard.type("I have unlocked it, Pablo. I stay here until you are in.")
    await press(page, "Control+Enter")
    await page.locator('.message[data-from="team"]', { hasText: "until you are in" }).getByText("sent").waitFor()
    await press(page, "Escape") // out of the box

    await press(page, "a")
    await openDialog(page, "Who takes care of Pablo Mora?")
    await press(page, "Enter") // me
    await page.locator(".thread-who").getByText("With Ana").waitFor()

    await page.locator(".inbox .row", { hasText: "Pablo Mora" }).waitFor({ state: "detached" }) // he waits no longer
    await press(page, "j")
    await expect.poll(() => focused(page)).toContain("Carmen Vidal")
    await press(page, "Enter")
    await page.locator("#thread-title", { hasText: "Carmen Vidal" }).waitFor()
    await press(page, "e")
    await openDialog(page, "Close the conversation with Carmen Vidal?")
    await press(page, "ArrowDown", "Enter")
    await page.locator(".quiet-line", { hasText: "Closed by Ana: needs no answer" }).waitFor()
    await page.locator(".inbox .row", { hasText: "Carmen Vidal" }).waitFor({ state: "detached" })
    expect(failures).toEqual([])
  })

  it("finds people and commands from anywhere, and gives the keyboard back", async () => {
    const { page, failures } = await openDesk()
    await press(page, "r", "Control+k")
    await openDialog(page, "Search and commands")
    await page.keyboard.type("lucia")
    await page
      .getByRole("option", { name: /Lucía Ferrer/ })
      .first()
      .waitFor()
    await press(page, "Enter")
    await page.locator("#thread-title", { hasText: "Lucía Ferrer" }).waitFor()
    await press(page, "Control+k")
    await openDialog(page, "Search and commands")
    await page.keyboard.type("dark")
    await press(page, "Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await focusedId(page)).toBe("thread-title") // where it was
    await press(page, "?")
    await openDialog(page, "Hands on the keyboard")
    await press(page, "Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await press(page, "m")
    await page.locator("mark").first().waitFor()
    expect(failures).toEqual([])
  })

  const openPerson = async (page: Page, name: string) => {
    await press(page, "Control+k")
    await openDialog(page, "Search and commands")
    await page.keyboard.type(name)
    await page
      .getByRole("option", { name: new RegExp(name) })
      .first()
      .waitFor()
    await press(page, "Enter")
    await page.locator("#thread-title", { hasText: name }).waitFor()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await press(page, "w")
    await openDialog(page, `Who ${name} is`)
  }

  it("shows who somebody is, takes a place out with a reason, and undoes it", async () => {
    const { page, failures } = await openDesk()
    await openPerson(page, "Emma Clarke")
    expect(await focused(page)).toBe("Identity")
    await press(page, "ArrowRight")
    expect(await focused(page)).toBe("Consents")
    await press(page, "End")
    expect(await focused(page)).toBe("Export and erase")
    await press(page, "Home")
    await page.getByRole("button", { name: /^Take out: E-mail/ }).focus()
    await press(page, "Enter")
    await expect.poll(() => focused(page)).toMatch(/^Take out: E-mail/)
    await page.getByText("There will be 2 people").waitFor()
    await press(page, "Tab")
    await press(page, "Enter") // without a reason
    await page.getByText("Say why in a few words").waitFor()
    await page.keyboard.type("A mailbox that she shares.")
    await press(page, "Enter")
    await expect.poll(() => focused(page)).toBe("Taken apart.")
    await press(page, "Tab", "Enter")
    await expect.poll(() => focused(page)).toBe("Joined again.")
    await press(page, "Tab", "Enter")
    await page.getByText("linked by hand by Ana").first().waitFor()
    await press(page, "Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await page.locator(".quiet-line", { hasText: "Ana: A mailbox that she shares." }).waitFor()
    expect(failures).toEqual([])
  })

  it("joins somebody with an older customer after a look, and undoes it", async () => {
    const { page, failures } = await openDesk()
    await openPerson(page, "Olivia Price")
    await page.getByRole("button", { name: "Join with somebody else" }).focus()
    await press(page, "Enter")
    await expect.poll(() => focused(page)).toBe("Who is the same person?")
    await press(page, "Tab")
    await page.keyboard.type("Pilar Otero")
    await page.locator(".found-choice", { hasText: "Pilar Otero" }).first().focus()
    await press(page, "Enter")
    await expect.poll(() => focused(page)).toBe("This would be one person")
    await page.getByText("Where they differ, this holds").waitFor()
    await page.getByLabel("Why").focus()
    await page.keyboard.type("She wrote from her other address.")
    await press(page, "Enter")
    await expect.poll(() => focused(page)).toBe("They are one person now.")
    await press(page, "Tab", "Enter")
    await expect.poll(() => focused(page)).toBe("Taken apart again, exactly as it was.")
    await press(page, "Escape")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await page.locator("#thread-title", { hasText: "Olivia Price" }).waitFor()
    expect(failures).toEqual([])
  })

  it("erases a customer only once their name was typed, and shows the receipt", async () => {
    const { page, failures } = await openDesk()
    await openPerson(page, "Pau Ferrando")
    await press(page, "End")
    await page.getByLabel("To go on, type the name: Pau Ferrando").focus()
    await page.keyboard.type("Pau")
    await press(page, "Enter")
    await page.getByText("This is not the name.").waitFor()
    await page.keyboard.type(" Ferrando")
    await press(page, "Enter")
    await expect.poll(() => focused(page)).toBe("Pau Ferrando was erased.")
    await press(page, "Tab", "Enter")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await page.locator(".inbox .segments button", { hasText: "All" }).click()
    await page.locator(".inbox .row", { hasText: "Lucía Ferrer" }).waitFor()
    expect(await page.locator(".inbox .row", { hasText: "Pau Ferrando" }).count()).toBe(0)
    expect(failures).toEqual([])
  })

  it("lets a customer ask, read the answer and put the chat away", async () => {
    const desk = await openDesk()
    const { page, failures } = await visit(browser, house.shop.replace("#chat", ""), look)
    const opener = page.getByRole("button", { name: "Can we help?" })
    await opener.focus()
    await press(page, "Enter")
    await chatIsLive(page)
    await page.keyboard.type("Is the lamp warm or cold light?")
    await press(page, "Enter")
    await sentLine(page, "Is the lamp warm").waitFor()
    await desk.page.locator(".inbox .row", { hasText: "Is the lamp warm" }).focus()
    await press(desk.page, "Enter")
    await desk.page.locator("#thread-title", { hasText: "Visitor" }).waitFor()
    await press(desk.page, "r")
    await desk.page.keyboard.type("Warm, like a candle.")
    await press(desk.page, "Control+Enter")
    await ourLine(page, "Warm, like a candle.").waitFor()
    await press(page, "Escape")
    await opener.waitFor()
    await expect.poll(() => focused(page)).toContain("Can we help?")
    expect({ page: failures, desk: desk.failures }).toEqual({ page: [], desk: [] })
  })
})
