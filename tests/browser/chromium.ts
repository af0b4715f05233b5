import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { type Browser, chromium } from "playwright-core"

const names = ["chromium", "chromium-browser", "google-chrome"]

const find = (): string | undefined => {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"]
  const places = [
    process.env["CHROMIUM_PATH"] ?? "",
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    chromium.executablePath(),
  ]
  return places.find((place) => place !== "" && existsSync(place))
}

const executablePath = find()

/** Whether a test has a browser: `CHROMIUM_PATH`, else one on the PATH or where Debian puts it, else Playwright's own. */
export const hasChromium: boolean = executablePath !== undefined

/** What stands behind the name of a test that drives a browser where there is none. */
export const remedy: string = hasChromium ? "" : " (skipped: no Chromium; install it, or name it in CHROMIUM_PATH)"

/** Starts a Chromium without a window that calls nobody by itself. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-fake-device-for-media-stream", // a microphone that hears a tone
    ],
  })
