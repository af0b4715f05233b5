import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"

const names = ["chromium", "chromium-browser", "google-chrome"]

/** Where a Chromium is: `CHROMIUM_PATH`, else on the PATH, else where Debian puts it; `undefined` where there is none. */
export const chromiumPath = (): string | undefined => {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"]
  const places = [
    process.env["CHROMIUM_PATH"] ?? "",
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
  ]
  return places.find((place) => place !== "" && existsSync(place))
}
