import { readFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"
import type { BrowserContext, Page } from "playwright-core"
import { root } from "../architecture/source.ts"
import type { Shown, Told } from "./survey-form-app.tsx"

const built = build({
  entryPoints: [join(import.meta.dirname, "survey-form-app.tsx")],
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

const looks = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#fff, #16191d); color: light-dark(#1a1d21, #eceef0) }
body { margin: 0; padding: 1rem; max-width: 44rem } h1 { font-size: 1rem }`

/** A page that shows surveys, and nothing else. */
export interface SurveyFormPage {
  readonly page: Page
  readonly show: (shown: Shown) => Promise<void>
  readonly told: () => Promise<Told>
}

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><circle cx="150" cy="100" r="90"/></svg>`

/** Opens it, with the styles of the package or as the browser shows it without any. */
export const openSurveyPage = async (context: BrowserContext, hasStyles = true): Promise<SurveyFormPage> => {
  const script = (await built).outputFiles[0]?.text ?? ""
  const styles = hasStyles ? readFileSync(join(root, "packages/react/src/survey.css"), "utf8") : ""
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${looks}${styles}</style></head>
<body><div id="page"></div><script src="/app.js"></script></body></html>`
  const page = await context.newPage()
  await page.route("**/*", (route) => {
    const path = new URL(route.request().url()).pathname
    if (path === "/app.js") return route.fulfill({ contentType: "text/javascript", body: script })
    if (path.endsWith(".svg")) return route.fulfill({ contentType: "image/svg+xml", body: picture })
    return route.fulfill({ contentType: "text/html", body: html })
  })
  await page.goto("http://survey.test/")
  return {
    page,
    show: async (shown) => {
      await page.evaluate((given) => window.show(given), shown)
      await page.locator(".escucha-question, .escucha-ending").first().waitFor()
    },
    told: () => page.evaluate(() => window.told),
  }
}
