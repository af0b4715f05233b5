import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Growing, startGrowing } from "../../examples/growing/src/growing.ts"
import { servePage } from "../../examples/growing/src/page.ts"
import { auditOf } from "./axe.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"
import { keepPicture, type Look, visit } from "./visit.ts"

const looks: readonly Look[] = [
  { locale: "es-ES", colorScheme: "light", width: 1440 },
  { locale: "es-ES", colorScheme: "dark", width: 390 },
  { locale: "en-GB", colorScheme: "dark", width: 1440 },
  { locale: "en-GB", colorScheme: "light", width: 360 },
]

const words = {
  "es-ES": { title: "Crecer", kill: /^Matar el proceso 1/, killed: "muerto", start: /^Arrancar otra vez el proceso 1/ },
  "en-GB": { title: "Growing", kill: /^Kill process 1/, killed: "killed", start: /^Start process 1/ },
} as const

describe.skipIf(!hasChromium)(`the page of the application that grows${remedy}`, () => {
  let browser: Browser
  let growing: Growing
  let page: Awaited<ReturnType<typeof servePage>>
  beforeAll(async () => {
    browser = await startChromium()
    growing = await startGrowing({ kind: "sqlite", customers: 10, rate: 10 })
    page = await servePage(growing, 0)
  })
  afterAll(async () => {
    await page?.close()
    await growing?.close()
    await browser?.close()
  })

  it.for(looks)("kills a process and starts it again: $locale, $colorScheme, $width wide", async (look) => {
    const { title, kill, killed, start } = words[look.locale]
    const { page: seen, failures } = await visit(browser, page.url, look)
    await seen.getByRole("heading", { level: 1, name: title }).waitFor()
    await seen.getByRole("button", { name: kill }).click()
    await seen.getByRole("cell", { name: killed }).waitFor()
    await keepPicture(seen, `growing-${look.locale}-${look.colorScheme}-${look.width}`)
    expect(await auditOf(seen)).toEqual({ violations: [], unresolved: [] })
    expect(await seen.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true)
    await seen.getByRole("button", { name: start }).click()
    await seen.getByRole("button", { name: kill, disabled: false }).waitFor()
    expect(failures).toEqual([])
    await seen.context().close()
  })
})
