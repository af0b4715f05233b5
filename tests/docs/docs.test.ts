import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { root } from "../architecture/source.ts"
import { compile } from "./compile.ts"
import { blocksOf, fileOf, joined, printed, type Block } from "./markdown.ts"
import { ourPages } from "./pages.ts"

const written = ourPages()
const blocks = joined(written.flatMap(({ path, text }) => blocksOf(path, text)))

const complaintsIn = (some: readonly Block[]) => {
  const byFile = new Map(some.map((block) => [fileOf(block), block]))
  return compile(new Map(some.map((block) => [fileOf(block), block.code]))).map(({ path, line, text }) => {
    const block = byFile.get(path)
    return `${block?.page ?? path}, block at line ${block?.line ?? 0}, its line ${line}: ${text}`
  })
}

/** Runs a block beside the other blocks of its page, so that it can import one by its name. */
const outputOf = (block: Block, among: readonly Block[] = [block]): string => {
  const place = (each: Block) => join(root, ".tmp", `docs-${process.pid}`, fileOf(each))
  const path = place(block)
  mkdirSync(dirname(path), { recursive: true })
  for (const each of among.filter(({ page }) => page === block.page)) writeFileSync(place(each), each.code)
  try {
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--conditions=@escucha/source", path], {
      cwd: dirname(path),
      encoding: "utf8",
      timeout: 60_000,
    })
    return status === 0 ? stdout.trimEnd() : `exit ${status}\n${stdout}${stderr}`
  } finally {
    rmSync(join(root, ".tmp", `docs-${process.pid}`), { recursive: true })
  }
}

describe("the pages", () => {
  it("are there in both languages", () => {
    expect(written.map(({ path }) => path)).toEqual(expect.arrayContaining(["README.md", "README.es.md"]))
  })

  it("show only code that compiles", () => {
    expect(complaintsIn(blocks)).toEqual([])
  })

  it("begin with a quick start that runs", () => {
    const running = blocks.filter((block) => printed(block) !== undefined).map(({ page }) => page)
    expect(running).toEqual(expect.arrayContaining(["README.md", "README.es.md"]))
  })

  it.for(blocks.filter((block) => printed(block) !== undefined))("print what they say: $page, line $line", (block) => {
    expect(outputOf(block, blocks)).toBe(printed(block))
  })
})

describe("the checks of the pages", () => {
  const page = (text: string) => joined(blocksOf("planted.md", text.replaceAll("~~~", "```")))

  it("see a block that does not compile, and where it stands", () => {
    expect(
      complaintsIn(
        page("Title\n~~~ts\nconst a: number = 1\n~~~\n\n~~~ts\nconst b: string =\n  1\n~~~\n~~~js\nc(\n~~~\n"),
      ),
    ).toEqual(["planted.md, block at line 7, its line 1: Type 'number' is not assignable to type 'string'."])
  })

  it("see a package that is not there, and a name that nobody declared", () => {
    expect(complaintsIn(page('~~~ts\nimport { no } from "@escucha/core/nowhere"\nno(undeclared)\n~~~\n'))).toHaveLength(
      2,
    )
  })

  it("let a block continue the one before it, or import it by its name", () => {
    const blocksOfAnApp = [
      "~~~ts\n// app.ts\nexport const a = 1\n~~~\n",
      "~~~tsx\n// continues\nexport const b: 1 = a\n~~~\n",
      '~~~ts\nimport { a } from "./app.ts"\nexport const c: 1 = a\n~~~\n',
    ]
    expect(complaintsIn(page(blocksOfAnApp.join("")))).toEqual([])
  })

  it("run a block, and show what it prints", () => {
    const [block] = page(
      '~~~ts\nconst text: string = "hola"\nconsole.log(text)\n// run: hola\nconsole.log(2)\n// run: 2\n~~~\n',
    )
    expect(block === undefined ? "" : printed(block)).toBe("hola\n2")
    expect(block === undefined ? "" : outputOf(block)).toBe("hola\n2")
  })

  it("run a block that imports another one of its page", () => {
    const both = page(
      '~~~ts\n// app.ts\nexport const text = "hola"\n~~~\n~~~ts\nimport { text } from "./app.ts"\nconsole.log(text)\n// run: hola\n~~~\n',
    )
    const last = both.at(-1)
    expect(last === undefined ? "" : outputOf(last, both)).toBe("hola")
  })

  it("show why a block could not run", () => {
    const [block] = page("~~~ts\nprocess.exit(3)\n~~~\n")
    expect(block === undefined ? "" : outputOf(block)).toContain("exit 3")
  })
})
