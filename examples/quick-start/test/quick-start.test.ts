import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, it } from "vitest"

const main = join(import.meta.dirname, "../src/main.ts")

it("answers the upset customer, opens a case for a person, and says who still waits", async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--conditions=@escucha/source", main])
  expect(stdout.trimEnd().split("\n")).toEqual([
    "answered ana: We are sorry. A person will call you today.",
    "open case: call-back, for retention: mood went from calm to upset",
    "unanswered: 15 minutes to go",
  ])
  expect(stderr).toBe("")
})
