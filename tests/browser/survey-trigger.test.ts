import { readFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { root } from "../architecture/source.ts"
import { violationsIn } from "./axe.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"

type When = Parameters<typeof window.begin>[0]

const built = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "survey-trigger-app.tsx")],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    conditions: ["@escucha/source"],
    nodePaths: [join(root, "packages/react/node_modules")],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  })
  return outputFiles[0]?.text ?? ""
}

describe.skipIf(!hasChromium)(`a survey that comes by itself, in a browser${remedy}`, () => {
  let browser: Browser
  let script: string

  beforeAll(async () => {
    ;[browser, script] = await Promise.all([startChromium(), built()])
  })

  afterAll(() => browser?.close())

  const openPage = async (when: When, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 600 }, ...options })
    const page = await context.newPage()
    const styles = readFileSync(join(root, "packages/react/src/survey.css"), "utf8")
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><style>${styles}</style></head>
<body><div id="page"></div><script src="/app.js"></script></body></html>`
    await page.route("**/*", (route) =>
      new URL(route.request().url()).pathname === "/app.js"
        ? route.fulfill({ contentType: "text/javascript", body: script })
        : route.fulfill({ contentType: "text/html", body: html }),
    )
    await page.goto("http://survey.test/orders/7")
    await page.evaluate((given) => window.begin(given), when)
    await page.getByText("Lamps").waitFor()
    return page
  }
  const popup = (page: Page) => page.getByRole("dialog")
  /** Whether it is there once whatever was under way has been drawn. */
  const isThere = async (page: Page): Promise<boolean> => {
    for (let frame = 0; frame < 5; frame++)
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return (await popup(page).count()) > 0
  }
  const leave = async (page: Page): Promise<void> => {
    await page.mouse.move(400, 300)
    await page.mouse.move(400, 2)
    await page.mouse.move(400, -20)
  }

  it("comes when the mouse leaves at the top, takes no focus and can be reached by everybody", async () => {
    const page = await openPage({ exit: true, page: "/orders/*" })
    await page.mouse.move(400, 300)
    expect(await isThere(page)).toBe(false)
    await leave(page)
    await popup(page).waitFor()
    expect(await page.evaluate("document.activeElement === document.body")).toBe(true)
    expect(await violationsIn(page)).toEqual([])
    await page.keyboard.press("Escape")
    await popup(page).waitFor({ state: "detached" })
    await page.reload()
    await page.evaluate(() => window.begin({}))
    await page.getByText("Lamps").waitFor()
    await leave(page)
    expect(await isThere(page)).toBe(false) // once a visit
    await page.context().close()
  })

  it("waits while somebody writes, and comes when they are done", async () => {
    const page = await openPage({ exit: true })
    await page.getByLabel("Card").focus()
    await leave(page)
    expect(await isThere(page)).toBe(false)
    await page.getByLabel("Card").blur()
    await popup(page).waitFor()
    await page.context().close()
  })

  it("comes when they have scrolled so far, and no sooner; nothing moves where people want no motion", async () => {
    const page = await openPage({ scroll: 0.6 }, { reducedMotion: "reduce" })
    const scroll = (part: number) =>
      page.evaluate((to) => window.scrollTo(0, document.documentElement.scrollHeight * to - innerHeight), part)
    await scroll(0.5)
    expect(await isThere(page)).toBe(false)
    await scroll(0.7)
    await popup(page).waitFor()
    const moving = await page.evaluate(() => document.getAnimations().length)
    expect(moving).toBe(0)
    await page.context().close()
  })

  it("is on its pages alone", async () => {
    const page = await openPage({ exit: true, page: "/checkout" })
    await leave(page)
    expect(await isThere(page)).toBe(false)
    await page.context().close()
  })
})
