import { mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { chromiumPath } from "./chromium.ts"
import { build, open, type Workshop } from "./workshop.ts"

const executablePath = chromiumPath()
const remedy = executablePath === undefined ? " (skipped: no Chromium; install it, or name it in CHROMIUM_PATH)" : ""
const pictures = join(import.meta.dirname, "../../../.tmp/react-chat")
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

const violationsIn = async (page: Page): Promise<unknown> => {
  await page.evaluate(axe)
  return page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, html: nodes.map((n) => n.html) })))",
  )
}

describe.skipIf(executablePath === undefined)(`the page of the workshop${remedy}`, () => {
  let browser: Browser
  let workshop: Workshop

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    await build()
    workshop = await open()
    browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: ["--no-sandbox"] })
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await workshop?.close()
  })

  const visit = async (locale: string, colorScheme: "light" | "dark", width: number) => {
    const page = await browser.newPage({ locale, colorScheme, viewport: { width, height: 900 } })
    const failures: string[] = []
    page.on("pageerror", ({ message }) => failures.push(message))
    page.on("console", (message) => {
      if (message.type() === "error") failures.push(message.text())
    })
    await page.goto(workshop.url)
    await page.locator("[data-status=live]").first().waitFor()
    return { page, failures }
  }

  it("answers live, asks for a score at the end and takes it, in Spanish", async () => {
    const { page, failures } = await visit("es-ES", "light", 1440)
    expect(await violationsIn(page)).toEqual([])
    await page.getByLabel("Escribe un mensaje").fill("Hola, no me funcionan los frenos de la bici")
    await page.keyboard.press("Enter")
    await page.getByText("Tráela cuando quieras").waitFor()
    expect(await page.locator("[data-from=customer][data-state=sent]").count()).toBe(1)
    await page.screenshot({ path: join(pictures, "chat-es-light-1440.png") })

    await page.getByRole("button", { name: "Terminar y valorar" }).click()
    await page.getByRole("group", { name: "¿Nos recomendarías a un amigo?" }).waitFor()
    await page.getByText("7", { exact: true }).click()
    expect(await violationsIn(page)).toEqual([])
    await page.screenshot({ path: join(pictures, "score-es-light-1440.png") })
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
    const { page, failures } = await visit("en-GB", "dark", 390)
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
    await page.screenshot({ path: join(pictures, "score-en-dark-390.png"), fullPage: true })
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
