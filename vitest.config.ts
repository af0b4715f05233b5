import { defineConfig } from "vitest/config"

// Tests see the packages' sources, not what was built from them.
const sources = {
  resolve: { conditions: ["@escucha/source"] },
  ssr: { resolve: { conditions: ["@escucha/source", "node", "import", "default"] } },
}

const house = ["tests/**/*.test.ts"]
const browser = ["tests/browser/**/*.test.ts"]

export default defineConfig({
  test: {
    reporters: ["./.ci/reporter.mjs"],
    projects: [
      { ...sources, test: { name: "core", include: ["packages/core/test/**/*.test.ts"] } },
      { ...sources, test: { name: "adapters", include: ["packages/adapters/test/**/*.test.ts"] } },
      { ...sources, test: { name: "react", include: ["packages/react/test/**/*.test.{ts,tsx}"], environment: "happy-dom" } },
      { ...sources, test: { name: "types", include: [],
        typecheck: { enabled: true, only: true, include: ["packages/*/test/**/*.test-d.ts"], tsconfig: "./tsconfig.json" } } },
      { ...sources, test: { name: "examples", include: ["examples/*/test/**/*.test.ts"], testTimeout: 60_000 } },
      { ...sources, test: { name: "house", include: house, exclude: browser, testTimeout: 300_000, hookTimeout: 300_000 } },
      { ...sources, test: { name: "browser", include: browser, testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
})
