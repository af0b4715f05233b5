import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { doors } from "../architecture/doors.ts"
import { root } from "../architecture/source.ts"
import { bundle } from "./bundle.ts"
import { packagesInTypes, unnamedIn } from "./declarations.ts"
import { startOf } from "./start.ts"

const packages = ["core", "adapters", "react"]
const inBrowsers = [
  "client",
  "contact",
  "identity",
  "survey",
  "sentiment",
  "service-level",
  "statistics",
  "survey-import",
]
const anywhere = [...inBrowsers, "index", "effect"]
const react = ["react", "react-dom", "react/jsx-runtime"]

const budgets: readonly { readonly name: string; readonly code: string; readonly kilobytes: number }[] = [
  { name: "@escucha/core/client", code: `export * from "@escucha/core/client"`, kilobytes: 4 },
  {
    name: "@escucha/react with the client",
    code: `export * from "@escucha/react"\nexport * from "@escucha/core/client"`,
    kilobytes: 6,
  },
  {
    name: "the engine of surveys",
    code: `export { answer, begin, next, relevant } from "@escucha/core/survey"`,
    kilobytes: 6,
  },
  {
    name: "the engine of surveys with the checks of every kind",
    code: `export { answer, begin, checkAnswer, checkAnswers, next, relevant } from "@escucha/core/survey"`,
    kilobytes: 7,
  },
  { name: "@escucha/core/survey", code: `export * from "@escucha/core/survey"`, kilobytes: 13 },
]

const env = {
  ...process.env,
  FORCE_COLOR: "0",
  PATH: [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
}

// What ran, as text: an assertion on it shows everything that the tool said.
const run = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env })
  return status === 0 ? "ok" : `${command} ended with ${status}\n${stdout}\n${stderr}`
}

const built = (name: string): string => {
  const [folder = "", ...subpath] = name.split("/")
  return join(root, "packages", folder, "dist", subpath.join("/") || "index")
}

/** What a page loads to ask a survey, the engine with it. `apart`: what is loaded only where it is used, and is not used here. */
const asking = [
  { name: "SurveyForm", apart: ["nps-popup", "local-survey", "chat-extra"], kilobytes: 20 },
  { name: "NpsPopup", apart: ["survey-form", "local-survey", "chat-extra"], kilobytes: 8 },
] as const

describe("the packages", () => {
  beforeAll(() => {
    expect(run("node", [".ci/dev.mjs", "build"], root)).toBe("ok")
  })

  it.for(doors())("$name is built, with types", ({ name }) => {
    expect([".js", ".d.ts"].filter((ending) => !existsSync(built(name) + ending))).toEqual([])
  })

  it.for(packages)("%s is packed as publint wants it", (name) => {
    expect(run("publint", ["--strict", "--pack", "pnpm"], join(root, "packages", name))).toBe("ok")
  })

  it.for(packages)("%s has types that every modern resolution finds", (name) => {
    const adapters = doors().flatMap((door) =>
      door.name.startsWith("adapters/") ? [door.name.slice("adapters/".length)] : [],
    )
    const entries =
      name === "adapters"
        ? ["--entrypoints", ...adapters] // it takes a wildcard of the manifest as it stands
        : ["--exclude-entrypoints", "survey.css"] // styles have no types
    expect(
      run("attw", ["--pack", ".", "--profile", "esm-only", "--no-color", ...entries], join(root, "packages", name)),
    ).toBe("ok")
  })

  it.for(budgets)("$name stays within $kilobytes kB", async ({ code, kilobytes }) => {
    const { gzipBytes } = await bundle(code, react, "packages/react")
    expect(gzipBytes).toBeGreaterThan(0)
    expect(gzipBytes).toBeLessThanOrEqual(kilobytes * 1000)
  })

  it.for(asking)("$name stays within $kilobytes kB with the engine", async ({ name, apart, kilobytes }) => {
    const code = `export { ${name} } from "@escucha/react"\nexport { standing } from "@escucha/core/survey"`
    const elsewhere = apart.map((part) => `./${part}-*`)
    const { wholeBytes } = await bundle(code, [...react, ...elsewhere], "packages/react")
    expect(wholeBytes).toBeGreaterThan(4_000)
    expect(wholeBytes).toBeLessThanOrEqual(kilobytes * 1000)
  })

  it.for(inBrowsers)("%s brings neither effect nor zod nor any other package", async (name) => {
    expect((await bundle(`export * from "./${name}.js"`)).packages).toEqual([])
  })

  it("react brings nothing but core's client and survey", async () => {
    const { packages: brought, nodeModules } = await bundle(`export * from "./index.js"`, react, "packages/react/dist")
    expect({ brought, nodeModules }).toEqual({ brought: [], nodeModules: [] })
  })

  it.for(anywhere)("%s asks for no Node module", async (name) => {
    expect((await bundle(`export * from "./${name}.js"`)).nodeModules).toEqual([])
  })

  it("core starts without what few houses use, and from few files", () => {
    const { files, sources } = startOf(`${built("core")}.js`, root)
    const later = [
      /assembly\/own-data\/(export|import|erase|as-of)\.ts/,
      /assembly\/(matching\/(suggest|live)|value\/(fit|list|model)|consent\/verify|ingest\/(routes|intake))\.ts/,
      /assembly\/routes\/(client|consent|consent-page|preference-centre|desk|desk-person)\.ts/,
      /profile\/(matching\/(matcher|model)\.ts|value\/)/,
    ]
    expect(sources.filter((source) => later.some((place) => place.test(source)))).toEqual([])
    expect(sources).toContain("packages/core/src/assembly/loop.ts")
    expect(files.length).toBeLessThanOrEqual(24)
  })

  it("core lets an application that emits declarations export its house, and the makers of its tests", () => {
    expect(unnamedIn(`${root}/packages/core`)).toEqual([])
  })

  it("core has no type that mentions Effect, except behind its own door", () => {
    const mentions = (name: string) =>
      packagesInTypes(`${built(name)}.d.ts`).some((module) => /^effect(\/|$)/.test(module))
    const free = doors()
      .map(({ name }) => name)
      .filter((name) => name.startsWith("core") && name !== "core/effect")
    expect(free.filter(mentions)).toEqual([])
    expect(mentions("core/effect")).toBe(true)
  })
})

describe("the checks of the packages", () => {
  it("see packages, Node modules and weight", async () => {
    const seen = await bundle(
      `import "node:fs"\nimport("node:path")\nimport * as z from "zod"\nexport default z.string()`,
    )
    expect(seen.packages).toEqual(["zod"])
    expect(seen.nodeModules).toEqual(["node:fs", "node:path"])
    expect(seen.gzipBytes).toBeGreaterThan(10_000)
  })

  it("follow the types of an entry", () => {
    const folder = mkdtempSync(join(tmpdir(), "escucha-types-"))
    writeFileSync(join(folder, "index.d.ts"), `export { A } from "./chunk.js"`)
    writeFileSync(join(folder, "chunk.d.ts"), `export type A = import("effect/Effect").Effect<1>\nimport "./index.js"`)
    expect(packagesInTypes(join(folder, "index.d.ts"))).toEqual(["effect/Effect"])
    rmSync(folder, { recursive: true })
  })

  it("tell what a tool said when it failed", () => {
    expect(run("node", ["-e", "console.log('why'); process.exit(3)"], root)).toBe("node ended with 3\nwhy\n\n")
  })
})
