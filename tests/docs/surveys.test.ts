import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { root } from "../architecture/source.ts"
import { blocksOf, fileOf, joined } from "./markdown.ts"
import { ourPages } from "./pages.ts"

const folder = join(root, ".tmp", `surveys-${process.pid}`)
const blocks = joined(ourPages().flatMap(({ path, text }) => blocksOf(path, text))).filter(
  ({ language }) => language === "ts",
)
const exporting = blocks.filter(({ code }) => /export const \w+ = defineSurvey\(/.test(code))

beforeAll(() => {
  for (const block of blocks) {
    const path = join(folder, fileOf(block))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, block.code)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const command = join(root, "packages/core/src/cli.ts")
const findingsIn = (file: string): unknown => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@escucha/source", "--disable-warning=ExperimentalWarning", command, "verify", file, "--json"],
    { cwd: dirname(file), encoding: "utf8", timeout: 60_000, env: { ...process.env, CHAT_SECRET: "x".repeat(32) } },
  )
  return stderr === "" ? JSON.parse(stdout).flatMap(({ diagnostics }: { diagnostics: unknown }) => diagnostics) : stderr
}

// The page about verifying shows what is found in a survey that is not sound.
const shownWrong = "docs/how-to/verify-a-survey.md"

describe("the surveys that we show", () => {
  it("are there", () => {
    expect(exporting.length).toBeGreaterThan(1)
  })

  it.for(exporting.filter(({ page }) => page !== shownWrong))("verify clean: $page, line $line", (block) => {
    expect(findingsIn(join(folder, fileOf(block)))).toEqual([])
  })

  it.for(["examples/react-chat/src/escucha.ts", "examples/listening-desk/src/server/surveys.ts"])(
    "verify clean: %s",
    (file) => {
      expect(findingsIn(join(root, file))).toEqual([])
    },
  )
})
