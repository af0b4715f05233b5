import { spawnSync } from "node:child_process"
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { root } from "../architecture/source.ts"

const out = mkdtempSync(join(tmpdir(), "escucha-pages-"))
afterAll(() => rmSync(out, { recursive: true }))
const script = "packages/adapters/scripts/channel-pages.mjs"
const written = spawnSync(process.execPath, ["--conditions=@escucha/source", script, out], {
  cwd: root,
  encoding: "utf8",
  timeout: 120_000,
})
const channels = globSync("packages/adapters/src/channels/*.ts", { cwd: root }).map((path) => basename(path, ".ts"))
const page = (name: string) => readFileSync(join(out, `${name}.md`), "utf8")

/** The first column of the table under a heading. */
const namesUnder = (text: string, heading: string): readonly string[] => {
  const [, section = ""] = text.split(`## ${heading}\n`)
  const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("| "))
  return rows.slice(2).map((row) => row.split("|")[1]?.trim().replaceAll("`", "") ?? "")
}

describe("the pages of the channels", () => {
  it("are written from the files, one for each", () => {
    expect([written.status, written.stderr]).toEqual([0, ""])
    expect(readdirSync(out).sort()).toEqual(["README.md", ...channels.map((name) => `${name}.md`)].sort())
    for (const name of channels) expect(page("README")).toContain(`- [${name}](${name}.md): `)
  })

  it.each(channels)("say of %s what it is, how it is made and what it declares", (name) => {
    const text = page(name)
    expect(text).toMatch(new RegExp(`^# ${name}\n\n\\S`))
    expect(text).toContain(`from "@escucha/adapters/channels/${name}"`)
    expect(text).not.toMatch(/undefined|NaN|\[object/)
    expect(namesUnder(text, "What it does")).toEqual(expect.arrayContaining(["Kind", "Addresses", "Comes in"]))
    if (text.includes("| Goes out | nothing")) return
    const facts = ["Text", "Receipts", "Sent again", "Reply window", "Rate", "Opt-out"]
    expect(namesUnder(text, "What it does")).toEqual(expect.arrayContaining(facts))
    expect(namesUnder(text, "What it carries")).toEqual(expect.arrayContaining(["choices", "image", "template"]))
  })

  it("say what each option of a channel is for, whether it is needed, and what it is unless told", () => {
    const text = page("telegram")
    expect(namesUnder(text, "Options")).toEqual(["token", "webhookSecret", "baseUrl"])
    expect(text).toContain("| `token` | string | required | What BotFather gave: `123456:ABC…`. |")
    expect(text).toContain('| `baseUrl` | string | `"https://api.telegram.org"` |')
  })

  it("say what a channel declares, and not what another does", () => {
    expect(page("whatsapp")).toContain(
      "| Reply window | 1 day after their last message; then an approved template goes |",
    )
    expect(page("telegram")).toContain("| Reply window | always open |")
    expect(page("telegram")).toContain("| choices | carried | at most 100; values up to 64 bytes |")
  })
})
