import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Page } from "playwright-core"

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** What axe finds wrong with a page as it is now: the rule, what it asks for and where. */
export const violationsIn = async (page: Page): Promise<unknown> => {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source)
  return page.evaluate(
    "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, html: nodes.map((node) => node.html) })))",
  )
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

/** What axe finds wrong with a page by WCAG 2.2 AA, and which colours it could not tell apart from what lies under them. */
export const auditOf = async (page: Page): Promise<{ readonly violations: unknown; readonly unresolved: unknown }> => {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source)
  return page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(tags)} }).then(({ violations, incomplete }) => ({
      violations: violations.map(({ id, help, nodes }) => ({ id, help, html: nodes.map((node) => node.html) })),
      unresolved: incomplete.filter(({ id }) => id === "color-contrast").flatMap(({ nodes }) => nodes.map((node) => node.html)),
    }))`,
  )
}
