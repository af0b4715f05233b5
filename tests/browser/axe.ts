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
