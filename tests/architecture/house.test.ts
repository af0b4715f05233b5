import { describe, expect, it } from "vitest"
import { allowed } from "./allowed.ts"
import { anys, nonNulls, silenced, unexplainedAssertions } from "./assertions.ts"
import { importCycles } from "./cycles.ts"
import { upwardImports } from "./floors.ts"
import { forbiddenModules } from "./modules.ts"
import { longFiles, longFunctions, semicolons, untidyLines } from "./size.ts"
import { ourSources, planted, type Findings, type Source } from "./source.ts"
import { emptyNames, hiddenInputs } from "./words.ts"

interface Rule {
  readonly name: string
  readonly check: (sources: readonly Source[]) => Findings
  /** Sources that break the rule. A check that cannot fail keeps nothing. */
  readonly broken: { readonly [path: string]: string }
  /** What the check must say of them. */
  readonly findings: Findings
}

const kernel = "packages/core/src/kernel/ids.ts"
const text = (...parts: readonly string[]): string => parts.join("\n")
const lines = (count: number): string => "\n".repeat(count)

const rules: readonly Rule[] = [
  {
    name: "imports only what lies below, and other packages only by their doors",
    check: upwardImports,
    broken: {
      "packages/core/src/kernel/time.ts": `import { turn } from "../runtime/turn.ts"`,
      "packages/core/src/client/wire.ts": `import type { A } from "../action/rule.ts"\nexport type { B } from "../survey/answer.ts"`,
      "packages/core/src/attic/box.ts": `import "../kernel/ids.ts"`,
      "packages/core/src/survey.ts": `import("@escucha/react")`,
      "packages/core/src/insight/nps.ts": `let late: import("../assembly/escucha.ts").Escucha\nimport "../survey/answer.ts"`,
      "packages/react/src/chat.tsx": `import "@escucha/core"\nimport "@escucha/core/client"\nimport "../../core/src/index.ts"`,
      "packages/adapters/src/channels/acme.ts": `import "@escucha/core/client"\nimport "@escucha/core/sqlite"`,
    },
    findings: [
      "packages/core/src/kernel/time.ts:1: kernel may not import runtime, which lies above it",
      "packages/core/src/client/wire.ts:1: client may not import action",
      "packages/core/src/attic/box.ts:1: attic is not a room of the house",
      "packages/core/src/survey.ts:1: core may not import @escucha/react",
      "packages/core/src/insight/nps.ts:1: insight may not import assembly, which lies above it",
      "packages/react/src/chat.tsx:1: react may not import @escucha/core",
      "packages/react/src/chat.tsx:3: leaves the package: packages/core/src/index.ts",
      "packages/adapters/src/channels/acme.ts:1: adapters may not import @escucha/core/client",
    ],
  },
  {
    name: "has no circles of imports",
    check: importCycles,
    broken: {
      "packages/core/src/survey/a.ts": `import "./b.ts"`,
      "packages/core/src/survey/b.ts": `import type { C } from "./c.ts"`,
      "packages/core/src/survey/c.ts": `import "./b.ts"\nimport "./d.ts"`,
      "packages/core/src/survey/d.ts": "",
    },
    findings: ["packages/core/src/survey/b.ts -> packages/core/src/survey/c.ts -> packages/core/src/survey/b.ts"],
  },
  {
    name: "keeps a file within 400 lines",
    check: longFiles,
    broken: {
      [kernel]: `${lines(400)}export const a = 1\n`,
      "packages/core/src/kernel/time.ts": `${lines(399)}export const a = 1\n`,
    },
    findings: [`${kernel}:1: 401 lines, at most 400`],
  },
  {
    name: "keeps a function within 60 lines",
    check: longFunctions,
    broken: {
      [kernel]: `const long = () => {${lines(60)}}\nconst fits = () => {${lines(59)}}\nclass Box { open() {${lines(60)}} }`,
    },
    findings: [`${kernel}:1: a function of 61 lines, at most 60`, `${kernel}:122: a function of 61 lines, at most 60`],
  },
  {
    name: "keeps lines within 140 columns, without tabs or trailing spaces",
    check: untidyLines,
    broken: { [kernel]: `const a = "${"a".repeat(140)}"\n\tconst b = 1\nconst c = 1 ` },
    findings: [`${kernel}:1: 152 columns, at most 140`, `${kernel}:2: has a tab`, `${kernel}:3: ends with a space`],
  },
  {
    name: "writes no semicolons at the end of a line",
    check: semicolons,
    broken: {
      [kernel]: text(
        "const a = 1;",
        "const b = 1",
        `const c = "a;"`,
        "for (;;) break",
        "interface D {",
        "  e: 1;",
        "}",
      ),
    },
    findings: [`${kernel}:1: ends with a semicolon`, `${kernel}:6: ends with a semicolon`],
  },
  {
    name: "says any nowhere but where types are inferred from options",
    check: anys,
    broken: {
      [kernel]: text("let a: any", "// any", `let b = "any"`, "let c: Record<string, any[]>"),
      "packages/core/src/assembly/internal/infer.ts": "type A = any",
    },
    findings: [`${kernel}:1: any`, `${kernel}:4: any`],
  },
  {
    name: "asserts nothing with !",
    check: nonNulls,
    broken: { [kernel]: `a!.b\nlet c!: string\n!d\nclass E { f!: string }` },
    findings: [`${kernel}:1: a ! assertion`, `${kernel}:2: a ! assertion`, `${kernel}:4: a ! assertion`],
  },
  {
    name: "explains every as",
    check: unexplainedAssertions,
    broken: {
      [kernel]: text(
        "const a = b as C",
        "",
        "const d = e as F // because",
        "// because",
        "const g = h as I",
        "const j = k as const",
        `const l = "// no" as M`,
        "",
        "const n = <O>p",
      ),
    },
    findings: [
      `${kernel}:1: as C without a comment that says why`,
      `${kernel}:7: as M without a comment that says why`,
      `${kernel}:9: as O without a comment that says why`,
    ],
  },
  {
    name: "silences neither the compiler nor the linter",
    check: silenced,
    broken: { [kernel]: "// @ts-expect-error\n// oxlint-disable-next-line no-console\n// a comment" },
    findings: [`${kernel}:1: looks away from a rule`, `${kernel}:2: looks away from a rule`],
  },
  {
    name: "names no module that does not belong where it stands",
    check: forbiddenModules,
    broken: {
      [kernel]: `import { Effect } from "effect"\nimport { z } from "zod"\nimport "node:fs"\nimport "./time"`,
      "packages/core/src/sqlite.ts": `import "node:sqlite"\nimport * as z from "zod"\nimport * as Effect from "effect/Effect"`,
    },
    findings: [
      `${kernel}:1: imports the effect barrel; name the module, as in effect/Effect`,
      `${kernel}:2: import * as z from "zod", so that a bundler can drop the rest`,
      `${kernel}:3: node:fs is not there in a browser or at the edge`,
      `${kernel}:4: ./time lacks its ending`,
    ],
  },
  {
    name: "names files by nouns, in kebab-case",
    check: emptyNames,
    broken: {
      "packages/core/src/utils.ts": "",
      "packages/core/src/quietHours.ts": "",
      "packages/core/src/quiet-hours.ts": "",
    },
    findings: [
      "packages/core/src/utils.ts:1: utils is not a noun of the house",
      "packages/core/src/quietHours.ts:1: quietHours is not kebab-case",
    ],
  },
  {
    name: "hides no clock, timer or chance, but where it is allowed with a reason",
    check: (sources) => hiddenInputs(sources, allowed),
    broken: {
      [kernel]: "Date.now()\nnew Date(0)\nnew Date()\nsetTimeout(run, 1)\nMath.random()\nclock.now()",
      ...Object.fromEntries(Object.keys(allowed).map((path) => [path, "setTimeout(run, 0)"])),
    },
    findings: ["Date.now", "new Date()", "setTimeout", "Math.random"].map(
      (word, index) => `${kernel}:${[1, 3, 4, 5][index]}: ${word} is hidden in here; take it as an argument`,
    ),
  },
]

describe("the house", () => {
  const sources = ourSources()

  for (const { name, check, broken, findings } of rules) {
    it(name, () => {
      expect(check(sources)).toEqual([])
    })
    it(`${name}: the check sees what breaks it`, () => {
      expect(check(Object.entries(broken).map(([path, source]) => planted(path, source)))).toEqual(findings)
    })
  }

  it("has sources to look at", () => {
    expect(sources.length).toBeGreaterThan(40)
  })

  it("takes back a permission that nobody uses", () => {
    expect(hiddenInputs([planted(kernel, "")], { [kernel]: "once" })).toEqual([
      `${kernel}:1: is allowed a clock, a timer or chance, and uses none`,
    ])
  })
})
