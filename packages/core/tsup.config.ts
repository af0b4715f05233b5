import { defineConfig } from "tsup"

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
})
