import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { defineSurvey } from "../../../src/survey/builder.ts"
import { rating } from "../../../src/survey/question-scale.ts"
import { file } from "../../../src/survey/question-form.ts"
import { es, recommend, why } from "./findings.ts"

const folder = mkdtempSync(join(tmpdir(), "escucha-verify-"))
afterAll(() => rmSync(folder, { recursive: true }))

const sound = defineSurvey("sound", (s) => s.ask("score", recommend).ask("photo", file(es("¿Una foto?", "A photo?"))))
const broken = defineSurvey("broken", (s) =>
  s.ask("score", recommend).ask("never", why, { when: () => ({ op: "equals", path: ["score"], value: 11 }) }),
)

const written = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
  return path
}

const run = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    globalThis.process.execPath,
    ["--conditions=@escucha/source", "--disable-warning=ExperimentalWarning", command, "verify", ...words],
    { encoding: "utf8" },
  )
  return { status, stdout, stderr }
}
const command = join(import.meta.dirname, "../../../src/cli.ts")

describe("escucha verify", () => {
  it("ends with 0 for sound surveys, with 1 where one has an error, and names the question and the remedy", () => {
    expect(run(written("sound.json", sound))).toMatchObject({ status: 0, stderr: "" })
    const { status, stdout } = run(written("both.json", [sound, broken]))
    expect(status).toBe(1)
    expect(stdout).toContain("nothing found")
    expect(stdout).toMatch(/broken \(.*both\.json\): 1 error, 0 warnings\n {2}error impossible-value: .*"never"/)
    expect(stdout).toContain("to mend it: ")
  })

  it("reads what a module exports, and tells it as JSON", () => {
    const path = written("surveys.mjs", `export const one = ${JSON.stringify(broken)}\nexport const other = 1`)
    const { status, stdout } = run(path, "--json")
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject([
      { file: path, survey: "broken", diagnostics: [{ code: "impossible-value", question: "never" }] },
    ])
  })

  it("knows where they will be asked, and versions of which there are answers", () => {
    expect(run(written("sound.json", sound), "--media", "web,sms")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("not-on-medium"),
    })
    const before = defineSurvey("sound", (s) => s.ask("stars", rating(es("¿Estrellas?", "Stars?"))))
    const after = run(written("sound.json", sound), "--earlier", written("before.json", before))
    expect(after).toMatchObject({ status: 1, stdout: expect.stringContaining("incomplete-migration") })
  })

  it("ends with 2 where it could not look, and says why", () => {
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining("usage:") })
    expect(run(join(folder, "none.json"))).toMatchObject({ status: 2, stderr: expect.stringContaining("ENOENT") })
    expect(run(written("half.json", "{"))).toMatchObject({ status: 2, stdout: "" })
    expect(run(written("empty.mjs", "export const a = 1"))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("export a survey"),
    })
    expect(run(written("throws.mjs", "throw new Error('of its own')"))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("of its own"),
    })
    expect(run(written("sound.json", sound), "--media", "tv")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--media"),
    })
  })

  it("takes what is no survey for an error", () => {
    expect(run(written("odd.json", { name: "odd" }))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("malformed"),
    })
  })
})
