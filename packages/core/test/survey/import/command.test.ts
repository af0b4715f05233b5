import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { run } from "../../../src/cli/import.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "import-"))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const file = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
  return path
}

/** What the command says, and the code with which it ends. */
const said = async (...words: readonly string[]) => {
  const [out, error] = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation(() => true),
  )
  const code = await run(words)
  const textOf = (spy: typeof out) => (spy?.mock.calls ?? []).map(([text]) => String(text)).join("")
  const [stdout, stderr] = [textOf(out), textOf(error)]
  vi.restoreAllMocks()
  return { code, stdout, stderr }
}

const score = { type: "rating", name: "score", rateMin: 0, rateMax: 10 }

describe("escucha import", () => {
  it("writes the survey, named after its file, and ends with 0 where all of it was brought along", async () => {
    const { code, stdout, stderr } = await said(
      "surveyjs",
      file("after visit.json", { elements: [score] }),
      "--as",
      "score=nps",
    )
    expect([code, stderr]).toEqual([0, ""])
    expect(JSON.parse(stdout)).toMatchObject({ name: "after-visit", questions: [{ id: "score", kind: "nps" }] })
  })

  it("lists what is not supported beside the survey, and ends with 1", async () => {
    const json = { elements: [score, { type: "text", name: "why", visibleIf: "today() > 1" }] }
    const { code, stdout, stderr } = await said("surveyjs", file("a.json", json), "--name", "visit")
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ name: "visit", questions: [{ id: "score" }] })
    expect(stderr).toMatch(/^why: today\(\) > 1/)
  })

  it("ends with 2, and says what to do, where there is nothing to bring along", async () => {
    const cases: readonly (readonly string[])[] = [
      [],
      ["surveyjs"],
      ["typeform", "a.json"],
      ["surveyjs", join(folder, "nowhere.json")],
      ["surveyjs", file("odd.json", "{")],
      ["surveyjs", file("empty.json", {})],
      ["surveyjs", file("b.json", { elements: [score] }), "--as", "score"],
      ["surveyjs", file("c.json", { elements: [score] }), "--unknown"],
      ["xlsform", file("d.xlsx", "no workbook")],
    ]
    for (const words of cases) {
      const { code, stdout, stderr } = await said(...words)
      expect([code, stdout]).toEqual([2, ""])
      expect(stderr).not.toBe("")
    }
  })
})
