import { execFile } from "node:child_process"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { freshFolder, startDesk } from "../../examples/listening-desk/test/desk-process.ts"

/** The listening desk as a process of its own, with data of its own. */
export interface OpenHouse extends AsyncDisposable {
  /** The link that signs in at the desk. */
  readonly desk: string
  /** The shop with its chat open. */
  readonly shop: string
  /** What the process complained of. */
  readonly complaints: () => string
}

const building = pathToFileURL(join(import.meta.dirname, "../../.ci/build.mjs")).href

/** Builds the pages where they are older than their sources, and starts the desk: as `npm start` does. */
export const openHouse = async (): Promise<OpenHouse> => {
  await promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--eval",
    `import { buildDesk } from ${JSON.stringify(building)}; process.exitCode = await buildDesk()`,
  ])
  const folder = await freshFolder()
  const { child, ended, says, errors } = startDesk("--data", folder.path, "--port", "0")
  const said = await says("Ctrl-C")
  const url = (pattern: RegExp) => pattern.exec(said)?.[0] ?? ""
  return {
    desk: url(/http:\S+\/\?token=\S+/),
    shop: `${url(/http:\S+\/customer/)}#chat`,
    complaints: errors,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM")
      await ended
      await folder[Symbol.asyncDispose]()
    },
  }
}
