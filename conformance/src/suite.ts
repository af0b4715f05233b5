import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { type Outcome, withoutSubject } from "./outcome.ts"

const root = join(import.meta.dirname, "..", "..")

/** Tests in files that are named like the adapter which they are about. */
export interface Suite {
  readonly family: string
  readonly folder: string
  readonly project: string
}

/** What is proven of an adapter beside the kit: by the provider's own library, and with a real server. */
export const suites: readonly Suite[] = [
  { family: "oracle", folder: "conformance/test", project: "conformance" },
  { family: "server", folder: "tests/servers/channels", project: "servers" },
]

/** vitest's report in JSON, as far as it is read. */
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}

const verdicts: { readonly [status: string]: Outcome["verdict"] } = { passed: "passed", failed: "failed" }
const firstLine = (text: string): string => text.split("\n", 1)[0] ?? ""

const outcomesIn = (family: string, { testResults }: Report): readonly Outcome[] =>
  testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const of = { adapter: basename(file, ".test.ts"), family }
    const outcomes = assertionResults.map(({ fullName, status: its, failureMessages }) => {
      const reason = firstLine(failureMessages?.[0] ?? "")
      return { ...of, name: fullName, verdict: verdicts[its] ?? "skipped", ...(reason !== "" && { reason }) }
    })
    const isBroken = status === "failed" && outcomes.every(({ verdict }) => verdict !== "failed")
    const broken = { ...of, name: "can be run", verdict: "failed", reason: firstLine(message) } as const
    return isBroken ? [...outcomes, broken] : outcomes
  })

const runVitest = async (project: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> => {
  const command = [join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--project", project, ...args]
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", 2, 2],
  })
  const [code]: readonly (number | null)[] = await once(child, "exit")
  return code ?? 1
}

const withFolder = async <Value>(use: (folder: string) => Promise<Value>): Promise<Value> => {
  const folder = mkdtempSync(join(tmpdir(), "escucha-conformance-"))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs the kit on adapters. */
export const kitSuite = (adapters: readonly string[]): Promise<readonly Outcome[]> =>
  withFolder(async (folder) => {
    const env = { ESCUCHA_KIT: adapters.join(" "), ESCUCHA_KIT_OUTPUT: folder }
    await runVitest("kit", ["--reporter=dot"], env)
    return adapters.flatMap((adapter): readonly Outcome[] => {
      const file = join(folder, `${adapter}.json`)
      if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as readonly Outcome[] // written by conformance/kit
      const reason = "it took the kit down; what went wrong is printed above"
      return [{ adapter, family: withoutSubject, name: "can be looked at", verdict: "failed", reason }]
    })
  })

/** Runs the tests of a suite that are about the wanted adapters. */
export const suiteOutcomes = async (
  { family, folder, project }: Suite,
  adapters: readonly string[],
): Promise<readonly Outcome[]> => {
  const files = globSync("*.test.ts", { cwd: join(root, folder) })
    .filter((file) => adapters.includes(basename(file, ".test.ts")))
    .map((file) => `${folder}/${file}`)
    .sort()
  if (files.length === 0) return []
  return withFolder(async (scratch) => {
    const output = join(scratch, "report.json")
    const args = ["--reporter=json", `--outputFile=${output}`, ...files]
    const code = await runVitest(project, args, { ESCUCHA_JUDGE_RUNS: "10000" })
    if (!existsSync(output)) throw new Error(`vitest ended with ${code} and left no report of ${folder}.`)
    return outcomesIn(family, JSON.parse(readFileSync(output, "utf8")) as Report) // written by the vitest of this repository
  })
}
