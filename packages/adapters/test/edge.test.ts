import { channelConformance, type ChannelSubject } from "@escucha/core/testing"
import { globSync } from "node:fs"
import { basename, join } from "node:path"
import { describe, expect, it } from "vitest"

const folder = join(import.meta.dirname, "channels")
const names = globSync("*.subject.ts", { cwd: folder }).map((path) => basename(path, ".subject.ts"))
const promise = "imports nothing that only Node has"

/** The check of the kit, with the channel's own file, whether its subject names it or not. */
const checkOf = async (name: string) => {
  const { subject } = (await import(join(folder, `${name}.subject.ts`))) as { subject: ChannelSubject<object> } // what each of them exports
  const source = new URL(`../src/channels/${name}.ts`, import.meta.url)
  return channelConformance({ ...subject, source }).find((each) => each.name === promise)
}

describe("a channel that speaks HTTP runs at the edge", () => {
  it.each(names.sort())("%s imports nothing that only Node has, or keeps a connection open", async (name) => {
    const found = await checkOf(name)
    await expect(found?.run() ?? Promise.resolve()).resolves.toBeUndefined()
  })

  it("and most of them do speak HTTP", async () => {
    const checks = await Promise.all(names.map(checkOf))
    expect(checks.filter((each) => each !== undefined).length).toBeGreaterThan(15)
  })
})
