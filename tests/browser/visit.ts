import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"

/** Where screenshots are kept; git ignores the folder. */
export const pictures: string = join(import.meta.dirname, "../../.tmp/screenshots")

/** How a page looks at its reader. */
export interface Look {
  readonly locale: "es-ES" | "en-GB"
  readonly colorScheme: "light" | "dark"
  readonly width: number
}

/** A page of somebody with a browser of their own, and what went wrong on it. */
export interface Visit {
  readonly page: Page
  /** Errors that the page threw or wrote to its console. */
  readonly failures: readonly string[]
  /** What the browser keeps of this person, for another visit. */
  readonly kept: () => Promise<NonNullable<BrowserContextOptions["storageState"]>>
}

const away = /^Failed to load resource: net::ERR_INTERNET_DISCONNECTED/

const heights: { readonly [width: number]: number } = { 1440: 900, 390: 844, 360: 740 }

/** Opens a page as somebody who was never here, unless `storageState` says who they are. */
export const visit = async (
  browser: Browser,
  url: string,
  { width, ...look }: Look,
  storageState?: BrowserContextOptions["storageState"],
): Promise<Visit> => {
  const context = await browser.newContext({
    ...look,
    timezoneId: "Europe/Madrid",
    viewport: { width, height: heights[width] ?? 900 },
    reducedMotion: "reduce",
    ...(storageState !== undefined && { storageState }),
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const failures: string[] = []
  page.on("pageerror", ({ message }) => failures.push(message))
  page.on("console", (message) => {
    if (message.type() === "error" && !away.test(message.text())) failures.push(message.text()) // being offline is no fault of the page
  })
  await page.goto(url)
  return { page, failures, kept: () => context.storageState() }
}

/** Keeps a picture of what is in the window. */
export const keepPicture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}
