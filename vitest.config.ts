import { defineConfig } from "vitest/config"

// Tests see the packages' sources, not what was built from them.
const sources = {
  resolve: { conditions: ["@escucha/source"] },
  // Not "import": workers would get it as a flag, and then a CommonJS library of theirs is handed ES modules by its own require.
  ssr: { resolve: { conditions: ["@escucha/source", "node"] } },
}

// What holds the house up, each a project of its own, so that `npm run check` can time it.
const held = ["architecture", "packages", "docs"]
const apart = [...held, "browser", "servers"]
// A limit is there to end what hangs: how long a property takes says more of the machine than of the property.
const unhurried = { testTimeout: 60_000, hookTimeout: 60_000 }
const patient = { testTimeout: 300_000, hookTimeout: 300_000 }

export default defineConfig({
  test: {
    reporters: ["./.ci/reporter.mjs"],
    projects: [
      { ...sources, test: { name: "core", include: ["packages/core/test/**/*.test.ts"], ...unhurried } },
      { ...sources, test: { name: "adapters", include: ["packages/adapters/test/**/*.test.ts"], ...unhurried } },
      {
        ...sources,
        test: {
          name: "react",
          include: ["packages/react/test/**/*.test.{ts,tsx}"],
          environment: "happy-dom",
          ...unhurried,
        },
      },
      {
        ...sources,
        test: {
          name: "types",
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ["packages/*/test/**/*.test-d.ts"],
            tsconfig: "./tsconfig.json",
          },
        },
      },
      { ...sources, test: { name: "examples", include: ["examples/*/test/**/*.test.ts"], testTimeout: 60_000 } },
      ...held.map((name) => ({ ...sources, test: { name, include: [`tests/${name}/**/*.test.ts`], ...patient } })),
      {
        ...sources,
        test: {
          name: "house",
          include: ["tests/**/*.test.ts"],
          exclude: apart.map((name) => `tests/${name}/**`),
          ...patient,
        },
      },
      { ...sources, test: { name: "servers", include: ["tests/servers/**/*.test.ts"], ...patient } },
      { ...sources, test: { name: "conformance", include: ["conformance/test/**/*.test.ts"], ...patient } },
      // Only where `npm run conformance` asks for it: in the tests each adapter runs the kit itself.
      ...(process.env["ESCUCHA_KIT"]
        ? [{ ...sources, test: { name: "kit", include: ["conformance/kit/*.test.ts"], ...patient } }]
        : []),
      {
        ...sources,
        test: { name: "browser", include: ["tests/browser/**/*.test.ts"], fileParallelism: false, ...patient },
      },
    ],
  },
})
