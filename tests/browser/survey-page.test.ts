import { missing } from "../../packages/core/src/survey/hold.ts"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { givenOf } from "../../packages/core/src/assembly/survey-page/given.ts"
import { askPage } from "../../packages/core/src/assembly/survey-page/page.ts"
import { everyProblem } from "../../packages/core/src/assembly/survey-page/problems.ts"
import { readAnswer } from "../../packages/core/src/assembly/survey-page/read-form.ts"
import type { Question } from "../../packages/core/src/survey/question.ts"
import { everyAnswer, everyKind } from "../doors/a-survey.ts"
import { auditOf } from "./axe.ts"
import { hasChromium, remedy, startChromium } from "./chromium.ts"
import { keepPicture } from "./visit.ts"

interface Look extends BrowserContextOptions {
  readonly name: string
  readonly language: "en" | "ar" | "es"
  readonly isWrong?: true
  readonly isLarge?: true
}

const wide = { width: 1280, height: 900 }
const looks: readonly Look[] = [
  { name: "initial", language: "en", viewport: wide },
  { name: "error", language: "en", viewport: wide, isWrong: true },
  { name: "rtl", language: "ar", viewport: wide, isWrong: true },
  { name: "dark", language: "es", viewport: wide, colorScheme: "dark", isWrong: true },
  { name: "320", language: "es", viewport: { width: 320, height: 640 }, isWrong: true },
  { name: "200-percent", language: "en", viewport: wide, isLarge: true, isWrong: true },
  { name: "forced-colours", language: "en", viewport: wide, forcedColors: "active", isWrong: true },
]

const answerTo = ({ id }: Question): unknown => everyAnswer[id as keyof typeof everyAnswer] // the answers are by the ids of the questions

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><circle cx="150" cy="100" r="90"/></svg>`

const nothing = new Map<string, readonly string[]>()

/** What is wrong with a question to which nothing was answered. */
const problemsOf = (question: Question) => {
  const found = everyProblem({ ...question, required: true }, readAnswer(question, nothing), nothing)
  return found.length > 0 || question.kind === "statement" ? found : [missing(question.id).problem]
}

const pageOf = (question: Question, { language, isWrong }: Look) =>
  askPage(
    {
      question,
      given: givenOf(question, isWrong ? undefined : answerTo(question)),
      ...(isWrong && { problems: problemsOf(question) }),
      progress: { step: 2, of: 9, isSure: false },
      before: "hello",
    },
    { language },
  )

/** Controls that are smaller than a fingertip (https://www.w3.org/TR/WCAG22/#target-size-minimum). */
const smallTargets = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll("a, button:not([tabindex='-1']), input:not([type=hidden]), select, textarea")]
    .map((each) => [each.outerHTML.slice(0, 80), (each.closest("label") ?? each).getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24).map(([html]) => html)`)

describe.skipIf(!hasChromium)(`the page of a survey${remedy}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser?.close())

  it.for(looks)("asks every kind so that everybody can answer: $name", { timeout: 240_000 }, async (look) => {
    const { name, language, isWrong, isLarge, ...context } = look
    const page = await (await browser.newContext({ reducedMotion: "reduce", ...context })).newPage()
    await page.route("**/*", (route) => {
      const question = everyKind.questions.find(({ id }) => route.request().url().endsWith(`/${id}`))
      if (!question) return route.fulfill({ contentType: "image/svg+xml", body: picture })
      const { body, ...answer } = pageOf(question, look)
      return route.fulfill({ ...answer, body: String(body) })
    })
    for (const question of everyKind.questions) {
      await page.goto(`http://survey.test/${question.id}`)
      if (isLarge) await page.addStyleTag({ content: "html{font-size:200%}" })
      const found = { of: question.id, ...(await auditOf(page)), small: await smallTargets(page) }
      await keepPicture(page, `survey-${question.id}-${name}`)
      expect(found).toEqual({ of: question.id, violations: [], unresolved: [], small: [] })
      expect([question.id, await page.evaluate("document.documentElement.scrollWidth <= innerWidth")]).toEqual([
        question.id,
        true,
      ])
      expect(await page.getAttribute("html", "dir")).toBe(language === "ar" ? "rtl" : "ltr")
      const isTold = isWrong === true && question.kind !== "statement"
      expect(await page.evaluate("document.activeElement?.className === 'summary'")).toBe(isTold)
    }
    await page.context().close()
  })
})
