import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/index.ts", "src/triggers.ts"],
  format: ["esm"],
  target: "es2024",
  platform: "browser",
  treeshake: true,
  sourcemap: true,
  clean: true,
  dts: true,
  tsconfig: "../../tsconfig.json",
})
