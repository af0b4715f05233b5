import { globSync } from "node:fs"
import { defineConfig } from "tsup"

// One subpath per adapter: the list is the folders themselves, and each keeps its place in `dist`. What adapters share is no subpath.
const adapters = globSync("src/{channels,engines,servers,stores,transports}/*.ts")

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
