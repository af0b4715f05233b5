import type { Browser, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { violationsIn } from "./axe.ts"
import { chatIsLive } from "./chat.ts"
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
const networks = ["Iris Vaughan", "Nora Beltrán", "Marta Soler", "Dan Okafor"] as const

/** Whether the desk, which runs by the clock of the world, may not start anything now: `contact.quietHours` of the example. */
const isQuiet = (): boolean => {
  const hour = Number(
    new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: "Europe/Madrid" }).format(
      new Date(),
    ),
  )
  return hour >= 21 || hour < 9
}

/** The smallest picture there is. */
const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)

describe.skipIf(!hasChromium)(`what comes and leaves by channels${remedy}`, () => {
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

  /** Opens the desk at a customer, whoever else waits. */
  const openAt = async (customer: string, at: Look = look) => {
    const seen = await visit(browser, house.desk, at)
    await seen.page.locator(".inbox .row").first().waitFor()
    await seen.page.locator(".filters .segments button").nth(1).click()
    await open(seen.page, customer)
    return seen
  }
  const open = async (page: Page, customer: string) => {
    await page.locator(".inbox .row", { hasText: customer }).click()
    await page.locator(".thread h2", { hasText: customer }).waitFor()
    await page.locator(".message").last().waitFor()
  }

  const examine = async (page: Page, at: Look, name: string): Promise<void> => {
    const picture = `${name}-${at.locale.slice(0, 2)}-${at.colorScheme}-${at.width}`
    await keepPicture(page, picture)
    const fits = await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect({ picture, violations: await violationsIn(page), fits }).toEqual({ picture, violations: [], fits: true })
  }

  it.each(looks)("is good to read: $locale, $colorScheme, $width px", async (at) => {
    const { page, failures } = await openAt(networks[0], at)
    for (const [place, customer] of networks.entries()) {
      if (place > 0) await open(page, customer)
      for (const summary of await page.locator(".why summary").all()) await summary.click()
      const media = page.locator(":is(.picture img, .sound audio, a.file)")
      if (place < 2) await media.first().waitFor()
      await examine(page, at, `desk-network-${customer.split(" ")[0]?.toLowerCase()}`)
      await page.evaluate("document.querySelector('.lines').scrollTo(0, 0)")
      await examine(page, at, `desk-network-${customer.split(" ")[0]?.toLowerCase()}-top`)
      if (at.width === 360) await page.locator(".thread-head .thread-back").click()
    }
    await page.keyboard.press("c")
    await page.locator(".way-card").first().waitFor()
    await page.locator(".way-card summary").last().click()
    await examine(page, at, "desk-channels")
    expect(failures).toEqual([])
    await page.context().close()
  })

  it("shows pictures, plays what was said and gives files as a download", async () => {
    const { page } = await openAt("Iris Vaughan")
    const picture = page.locator(".picture img")
    await picture.waitFor()
    await picture.scrollIntoViewIfNeeded()
    await expect.poll(() => page.evaluate("document.querySelector('.picture img').naturalWidth")).toBe(480)
    expect(await picture.getAttribute("alt")).toBe("A green lamp with a crack in its shade")
    const sound = page.locator(".sound audio")
    await sound.waitFor()
    await page.evaluate("Object.assign(document.querySelector('.sound audio'), { muted: true }).play()")
    await expect.poll(() => page.evaluate("document.querySelector('.sound audio').currentTime > 0")).toBe(true)
    await page.getByText("It was like this when I opened the box").waitFor()
    await open(page, "Nora Beltrán")
    const file = page.locator("a.file")
    await file.waitFor()
    const [download] = await Promise.all([page.waitForEvent("download"), file.click()])
    expect(download.suggestedFilename()).toBe("factura-A-2231.pdf")
    await page.context().close()
  })

  it("shows the words of before on demand, and how an answer was liked", async () => {
    const { page } = await openAt("Nora Beltrán")
    expect(await page.getByText("recojer").count()).toBe(0)
    await page.locator(".edited button").click()
    await page.locator("del", { hasText: "recojer" }).waitFor()
    await page.getByText("They reacted with").waitFor()
    await page.getByRole("link", { name: "On the map" }).waitFor()
    await page.context().close()
  })

  it("sends an approved message where free text may not go, by keyboard", async () => {
    const { page } = await openAt("Iris Vaughan")
    await page.getByText("only an approved message may be sent").waitFor()
    expect(await page.locator("#reply").count()).toBe(0)
    await page.locator(".template select").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Iris")
    expect(await page.locator(".template button[type=submit]").isDisabled()).toBe(true)
    await page.keyboard.press("Tab")
    await page.keyboard.type("A-2231")
    await page.keyboard.press("Enter")
    const sent = page.locator(".message:not([data-pending])", {
      hasText: "Hi Iris, there is news of your order A-2231",
    })
    // what we start waits for the morning where the desk has its quiet hours
    await sent.locator(`.delivery[data-status="${isQuiet() ? "queued" : "sent"}"]`).waitFor()
    await sent.getByText("Approved message").waitFor()
    await page.context().close()
  })

  it("answers a comment where it stands, and then moves it to private, in one thread", async () => {
    const { page } = await openAt("Marta Soler")
    const answer = async (text: string) => {
      await page.locator("#reply").fill(text)
      await page.keyboard.press("Control+Enter")
      const message = page.locator(".message:not([data-pending])", { hasText: text })
      await message.locator('.delivery[data-status="sent"]').waitFor()
      return message
    }
    await (await answer("Lo miramos ahora mismo.")).getByText("Answered in public").waitFor()
    await page.getByRole("button", { name: "In private" }).click()
    const moved = await answer("¿Me das tu dirección?")
    await moved.getByText("Answered in private").waitFor()
    expect(await page.locator(".message").count()).toBe(3)
    expect(await page.getByRole("link", { name: "See it there" }).first().getAttribute("href")).toBe(
      "https://social.example/p/summer-lamps",
    )
    await page.context().close()
  })

  it("sends pictures and files with their words, and says before what cannot go", async () => {
    const { page } = await openAt("Hannah Cole")
    const choose = page.locator(".reply-tools input[type=file]")
    await choose.setInputFiles({ name: "film.bin", mimeType: "image/png", buffer: Buffer.alloc(10_600_000) })
    await page.locator('.reply-files [role="alert"]', { hasText: "film.bin has 10.6 MB; at most" }).waitFor()
    expect(await page.locator(".reply-box button[type=submit]").isDisabled()).toBe(true)
    await page.getByRole("button", { name: "Remove film.bin" }).click()
    await choose.setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: dot })
    await page.locator("#reply").fill("Here it is.")
    await page.keyboard.press("Control+Enter")
    const sent = page.locator(".message:not([data-pending])", { hasText: "Here it is." })
    await sent.locator(".picture img").waitFor()
    await expect.poll(() => page.evaluate("document.querySelector('.picture img').naturalWidth")).toBe(1)
    await choose.setInputFiles({ name: "lie.png", mimeType: "image/png", buffer: Buffer.from("no picture") })
    await page.locator(".reply-box button[type=submit]").click()
    const refused = page.locator(".message[data-pending]")
    await refused.getByRole("alert").waitFor()
    await refused.getByRole("button", { name: "Throw it away" }).click()
    await refused.waitFor({ state: "detached" })
    await page.context().close()
  })

  it("records a voice note by keyboard, throws one away with Escape and sends the next", async () => {
    const { page, failures } = await openAt("Sara Blasco")
    await page.context().grantPermissions(["microphone"])
    const record = page.getByRole("button", { name: "Record a voice note" })
    await record.focus()
    await page.keyboard.press("Enter")
    await page.getByRole("timer").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("timer").waitFor({ state: "detached" })
    expect(await page.locator(".reply-files").count()).toBe(0)
    expect(page.url()).toContain("customer=") // Escape threw the recording away, and left nobody
    await record.focus()
    await page.keyboard.press("Enter")
    await page.getByRole("timer").filter({ hasText: "0:01" }).waitFor()
    await page.keyboard.press("Enter")
    await page.locator(".reply-files audio").waitFor()
    await page.locator(".reply-box button[type=submit]").click()
    await page.locator(".message:not([data-pending]) .sound audio").waitFor()
    expect(failures).toEqual([])
    await page.context().close()
  })

  it("says so where the browser gives no microphone", async () => {
    const { page } = await openAt("Sara Blasco")
    await page.evaluate(
      "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))",
    )
    await page.getByRole("button", { name: "Record a voice note" }).click()
    await page.getByRole("alert").filter({ hasText: "did not give the microphone" }).waitFor()
    expect(await page.getByRole("timer").count()).toBe(0)
    await page.context().close()
  })

  it("lets a person decide of a message of which nobody knows whether it left", async () => {
    const { page } = await openAt("Dan Okafor")
    await page.getByText("Links: sent in words").waitFor()
    await page.locator(".doubt").getByRole("button", { name: "It arrived" }).click()
    await page.locator(".doubt").waitFor({ state: "detached" })
    await page.locator('.delivery[data-status="delivered"]').waitFor()
    expect(await page.getByRole("button", { name: "Send again" }).count()).toBe(0)
    await page.context().close()
  })

  it("shows who is writing at this moment, and that it is over once the message is there", async () => {
    const shop = await visit(browser, house.shop, look)
    await chatIsLive(shop.page)
    await shop.page.locator(".escucha-composer textarea").fill("Hello, one question")
    await shop.page.keyboard.press("Enter")
    const { page } = await openAt("Visitor")
    await shop.page.locator(".escucha-composer textarea").pressSequentially("Are you")
    await page.locator(".typing", { hasText: "is writing…" }).waitFor()
    await shop.page.keyboard.press("Enter")
    await page.locator(".message", { hasText: "Are you" }).waitFor()
    await page.locator(".typing span").waitFor({ state: "detached" })
    expect(await page.locator(".message", { hasText: "Are you" }).count()).toBe(1)
    await Promise.all([page.context().close(), shop.page.context().close()])
  })

  it("tells how the channels do: those in trouble first and alone, and what is wrong where nothing is known", async () => {
    const { page } = await visit(browser, house.desk, look)
    await page.locator(".inbox .row").first().waitFor()
    await page.keyboard.press("c")
    await page.locator(".way-card").first().waitFor()
    expect(await page.locator(".way-card").count()).toBe(7)
    expect(await page.locator(".way-card h3").first().textContent()).toBe("SMS")
    await page.getByRole("button", { name: "In trouble 1" }).click()
    expect(await page.locator(".way-card").count()).toBe(1)
    await page.getByText("the provider did not answer in time").waitFor()
    await page.keyboard.press("Escape")
    await page.locator(".inbox .row").first().waitFor()

    await page.route("**/desk/channels", (route) => route.fulfill({ status: 500, body: "{}" }))
    await page.goto(`${new URL(page.url()).origin}/?page=channels&channels=trouble`)
    await page.getByRole("alert").filter({ hasText: "could not answer" }).waitFor()
    const working = { items: [], files: null }
    await page.unroute("**/desk/channels")
    await page.route("**/desk/channels", (route) => route.fulfill({ json: working }))
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("This house has no channels.").waitFor()
    await page.context().close()
  })
})
