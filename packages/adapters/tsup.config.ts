import { globSync } from "node:fs"
import { defineConfig } from "tsup"

// One subpath per adapter: the list is the folders themselves. Names are given, so that a folder keeps its name in `dist`.
const adapters = globSync("src/{channels,stores,engines,analyzers,transports,servers}/*.ts")

export default defineConfig({
  entry: Object.fromEntries(adapters.map((path) => [path.slice("src/".length, -".ts".length), path])),
  format: ["esm"],
  removeNodeProtocol: false,
  target: "es2024",
  platform: "node",
  splitting: true,
  treeshake: true,
  sourcemap: true,
  clean: true,
  dts: true,
  tsconfig: "../../tsconfig.json",
})
