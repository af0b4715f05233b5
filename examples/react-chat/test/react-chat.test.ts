import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { violationsIn } from "../../../tests/browser/axe.ts"
import { hasChromium, remedy, startChromium } from "../../../tests/browser/chromium.ts"
import { keepPicture, visit, type Look } from "../../../tests/browser/visit.ts"
import { build, openWorkshop, type Workshop } from "./workshop.ts"

describe.skipIf(!hasChromium)(`the page of the workshop${remedy}`, () => {
  let browser: Browser
  let workshop: Workshop

  beforeAll(async () => {
    await build()
    workshop = await openWorkshop()
    browser = await startChromium()
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await workshop?.close()
  })

  const open = async (look: Look) => {
    const visited = await visit(browser, workshop.url, look)
    await visited.page.locator("[data-status=live]").first().waitFor()
    return visited
  }

  it("answers live, asks for a score at the end and takes it, in Spanish", async () => {
    const { page, failures } = await open({ locale: "es-ES", colorScheme: "light", width: 1440 })
    expect(await violationsIn(page)).toEqual([])
    await page.getByLabel("Escribe un mensaje").fill("Hola, no me funcionan los frenos de la bici")
    await page.keyboard.press("Enter")
    await page.getByText("Tráela cuando quieras").waitFor()
    expect(await page.locator("[data-from=customer][data-state=sent]").count()).toBe(1)
    await keepPicture(page, "workshop-chat-es-light-1440")

    await page.getByRole("button", { name: "Terminar y valorar" }).click()
    await page.getByRole("group", { name: "¿Nos recomendarías a un amigo?" }).waitFor()
    await page.getByText("7", { exact: true }).click()
    expect(await violationsIn(page)).toEqual([])
    await keepPicture(page, "workshop-score-es-light-1440")
    await page.getByRole("button", { name: "Continuar" }).click()
    await page.getByRole("textbox", { name: "¿Qué podríamos hacer mejor?" }).fill("Abrir los domingos")
    expect(await violationsIn(page)).toEqual([])
    await page.getByRole("button", { name: "Continuar" }).click()
    await page.getByText("Gracias. Lo leemos todo.").waitFor()
    expect(await violationsIn(page)).toEqual([])
    expect(failures).toEqual([])

    await page.reload()
    await page.getByText("Hola, no me funcionan los frenos de la bici").waitFor()
    await page.close()
  })

  it("does the same with the keyboard alone, in English, on a small dark screen", async () => {
    const { page, failures } = await open({ locale: "en-GB", colorScheme: "dark", width: 390 })
    await page.getByLabel("Write a message").focus()
    await page.keyboard.type("Hello, my chain is broken")
    await page.keyboard.press("Enter")
    await page.getByText("Bring it in any day").waitFor()
    expect(await violationsIn(page)).toEqual([])
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.getByRole("group", { name: "Would you recommend us to a friend?" }).waitFor()
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowLeft")
    expect(await page.getByRole("radio", { name: "10" }).isChecked()).toBe(true)
    await keepPicture(page, "workshop-score-en-dark-390")
    expect(await violationsIn(page)).toEqual([])
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true)
    await page.keyboard.press("Enter")
    await page.getByText("Thank you. We read all of it.").waitFor()
    expect(failures).toEqual([])
    await page.close()
  })

  it("gives nothing but its own files", async () => {
    for (const path of ["/../package.json", "/%2e%2e/package.json", "/assets/", "/src/server.ts"])
      expect((await fetch(new URL(path, workshop.url))).status).toBe(404)
  })
})
