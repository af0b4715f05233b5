import { readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { loadSecrets } from "../../src/server/secrets.ts"
import { freshFolder } from "../desk-process.ts"

describe("the secrets of a desk", () => {
  it("of before it signed anything gain a secret once, keep the others, and stay this user's alone", async () => {
    await using folder = await freshFolder()
    const file = join(folder.path, "secrets.json")
    const old = { chatSecret: "c".repeat(64), deskToken: "t".repeat(32) }
    await writeFile(file, JSON.stringify(old), { mode: 0o644 })
    const first = await loadSecrets(folder.path)
    expect(first).toMatchObject(old)
    expect(first.secret.length).toBeGreaterThanOrEqual(32)
    expect(await loadSecrets(folder.path)).toEqual(first)
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(first)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })
})
