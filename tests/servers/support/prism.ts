import { existsSync } from "node:fs"
import { join } from "node:path"
import { freePort, loopback } from "./free-port.ts"
import { folderOf } from "./installed.ts"
import { againWhenTaken, startProgram } from "./program.ts"
import type { Server } from "./server.ts"

/** A provider as its own description has it: what the description does not allow is answered with 4xx and the name of the field. */
export interface Prism extends Server {
  readonly pid: number
  readonly url: string
}

/** Where a description of a provider lies: in `ESCUCHA_DATA`, else in the copy that lies beside the repository. */
const specificationOf = (file: string): string =>
  join(
    process.env["ESCUCHA_DATA"] ?? join(import.meta.dirname, "..", "..", "..", "..", "shared", "data"),
    "messaging",
    "specs",
    file,
  )

/**
 * Starts Prism on a description of a provider, or gives undefined where `npm run conformance` has not installed it or the file is not
 * there. It reads before it answers: a second, or a minute where the description is long. `strict` also wants its own example answers to
 * fit the description.
 */
export const startPrism = async (
  file: string,
  { strict = true }: { readonly strict?: boolean } = {},
): Promise<Prism | undefined> => {
  const folder = folderOf("@stoplight/prism-cli")
  const specification = specificationOf(file)
  if (folder === undefined || !existsSync(specification)) return undefined
  return againWhenTaken(async () => {
    const port = await freePort()
    const where = ["--host", loopback, "--port", String(port)]
    const args = [
      join(folder, "dist", "index.js"),
      "mock",
      `--errors=${strict}`,
      "--verboseLevel",
      "error",
      ...where,
      specification,
    ]
    const program = await startProgram({ command: process.execPath, args, ports: [port] })
    return { host: loopback, port, url: `http://${loopback}:${port}`, pid: program.pid, stop: program.stop }
  })
}
