import { join } from "node:path"
import { defineConfig, type Options } from "tsup"

/**
 * Whatever is loaded later is loaded by a house that is there already: said to the bundler by an import of the house at its top. Without it
 * the bundler cuts what both need into a small file for each set of those who need it, and sixty files start slower than twenty.
 */
const afterTheHouse: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "after-the-house",
  setup: ({ onResolve, onLoad }) => {
    const assembly = join(import.meta.dirname, "src/assembly")
    const [house, named] = [join(assembly, "escucha.ts"), "the-house"]
    const later = new Set<string>()
    onResolve({ filter: new RegExp(`^${named}$`) }, () => ({ path: house, sideEffects: true }))
    onResolve({ filter: /^\.\.?\// }, ({ kind, resolveDir, path }) => {
      if (kind === "dynamic-import" && resolveDir.startsWith(assembly)) later.add(join(resolveDir, path))
      return undefined
    })
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!later.has(path)) return undefined
      const { readFile } = await import("node:fs/promises")
      return { contents: `import "${named}"; ${await readFile(path, "utf8")}`, loader: "ts" }
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
