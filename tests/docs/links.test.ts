import { existsSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../architecture/source.ts"
import { anchorsOf, deadLinks } from "./links.ts"
import { ourPages } from "./pages.ts"

describe("the links of our pages", () => {
  it("lead to a file that is there, and to a section that it has", () => {
    expect(deadLinks(ourPages(), (path) => existsSync(join(root, path)))).toEqual([])
  })

  it("reach every page of the documentation from its front", () => {
    const text = ourPages().find(({ path }) => path === "docs/README.md")?.text ?? ""
    const unlinked = ourPages()
      .map(({ path }) => path)
      .filter((path) => /^docs\/(?:tutorial|how-to|concepts)\//.test(path))
      .filter((path) => !text.includes(`](${path.slice("docs/".length)})`))
    expect(unlinked).toEqual([])
  })
})

describe("the check of the links", () => {
  const pages = [
    {
      path: "docs/a.md",
      text: "# One\n\n[b](b.md#what-is-not-there-yet) [up](../README.md) [here](#one) [x](https://x.example/#y)",
    },
    { path: "docs/b.md", text: "## What is *not* there, yet?\n" },
  ]
  const exists = (path: string) => ["docs/a.md", "docs/b.md", "README.md"].includes(path)

  it("lets good ones pass", () => {
    expect(deadLinks(pages, exists)).toEqual([])
  })

  it("sees a file and a section that are not there, and in which line", () => {
    const text = "one\n\n[gone](gone.md)\n[section](b.md#gone) [own](#gone)"
    expect(deadLinks([...pages, { path: "docs/c.md", text }], exists)).toEqual([
      { page: "docs/c.md", line: 3, target: "gone.md" },
      { page: "docs/c.md", line: 4, target: "b.md#gone" },
      { page: "docs/c.md", line: 4, target: "#gone" },
    ])
  })

  it("takes what stands in code for no link, and no heading", () => {
    const text = "```md\n# Code\n[a](gone.md)\n```\n`[b](gone.md)` [c](#code)"
    expect(deadLinks([{ path: "c.md", text }], () => true).map(({ target }) => target)).toEqual(["#code"])
  })

  it("numbers a title that comes again", () => {
    expect([...anchorsOf("# Erase\n## Erase\n## `unlink`, and ¿qué?\n")]).toEqual([
      "erase",
      "erase-1",
      "unlink-and-qué",
    ])
  })
})
