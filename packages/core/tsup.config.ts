import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { defineConfig, type Options } from "tsup"

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

const source = join(import.meta.dirname, "src")

/** Doors that nobody opens without the house: what they share with it need not lie in files of its own. */
const doorsOfTheHouse = ["effect.ts", "engine.ts", "move.ts", "store.ts", "testing.ts"].map((door) =>
  join(source, door),
)

/** Doors of surveys that are opened with the door of surveys: whatever that door holds lies in the same files for all of them. */
const doorsOfSurveys = new Set(
  ["survey-render.ts", "survey-verify.ts", "survey-import.ts"].map((door) => join(source, door)),
)

/**
 * What is loaded later is loaded by a house that is there already. The bundler is told so by an import of the house at the top of each
 * file that `import()` names, here and not in the source, where it would be a circle. Without it the bundler cuts what both need into a
 * file for each set of those who need it, and fifty small files start slower than sixteen. A file that is loaded later is imported by
 * no other way, or the answer would hang on which import the bundler met first.
 */
const afterTheHouse: Plugin = {
  name: "after-the-house",
  setup: ({ onResolve, onLoad }) => {
    const [assembly, house, surveys] = [join(source, "assembly"), "the-house", "the-surveys"]
    const later = new Set(doorsOfTheHouse)
    onResolve({ filter: new RegExp(`^${house}$`) }, () => ({ path: join(source, "index.ts"), sideEffects: true }))
    onResolve({ filter: new RegExp(`^${surveys}$`) }, () => ({ path: join(source, "survey.ts"), sideEffects: true }))
    onResolve({ filter: /^\.\.?\// }, ({ kind, resolveDir, path }) => {
      if (kind === "dynamic-import" && resolveDir.startsWith(assembly)) later.add(join(resolveDir, path))
      return undefined
    })
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const before = later.has(path) ? house : doorsOfSurveys.has(path) ? surveys : undefined
      if (before === undefined) return undefined
      return { contents: `import "${before}"; ${await readFile(path, "utf8")}`, loader: "ts" }
    })
  },
}

// Every door is an entry; what several doors share becomes a chunk, so that a browser loads only what its door reaches.
export default defineConfig({
  entry: ["src/*.ts"],
  format: ["esm"],
  removeNodeProtocol: false, // node:sqlite has no other name
  target: "es2024",
  platform: "neutral",
  external: [/^node:/],
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: true,
  dts: true,
  tsconfig: "../../tsconfig.json",
  esbuildPlugins: [afterTheHouse],
})
