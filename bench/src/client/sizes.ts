import { fileURLToPath } from "node:url"
import type { BenchOptions } from "../bench.ts"
import { type Row, rowOf } from "../row.ts"
import { weigh } from "./bundle.ts"

interface SizeCase {
  readonly name: string
  readonly ours: string
  readonly limit: string
  readonly peers: { readonly [peer: string]: string }
}

const handWritten = (name: string): string =>
  JSON.stringify(fileURLToPath(new URL(`limit/${name}.ts`, import.meta.url)))

const cases: readonly SizeCase[] = [
  {
    name: "client gzip",
    ours: `export { createClient } from "@escucha/core/client"`,
    limit: `export { createClient, nextQuestion } from ${handWritten("client")}`,
    peers: { "@knocklabs/client": `export { default } from "@knocklabs/client"` },
  },
  {
    name: "hooks gzip",
    ours: `export { createHooks } from "@escucha/react"\nexport { createClient } from "@escucha/core/client"`,
    limit: `export * from ${handWritten("hooks")}`,
    peers: {
      "@novu/react/hooks": `export { NovuProvider, useNotifications } from "@novu/react/hooks"`,
      "survey-react-ui": `export { Model } from "survey-core"\nexport { Survey } from "survey-react-ui"`,
    },
  },
]

const reasonOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message.split("\n").slice(0, 2).join(" ") : "it cannot be bundled"

const peersOf = async (peers: SizeCase["peers"]) => {
  const measured: Record<string, readonly number[]> = {},
    missing: Record<string, string> = {}
  for (const [peer, code] of Object.entries(peers)) {
    try {
      measured[peer] = [(await weigh(code)).all]
    } catch (failure) {
      // a peer that does not bundle is named with the reason
      missing[peer] = reasonOf(failure)
    }
  }
  return { measured, missing }
}

const measured = async ({ name, ours, limit, peers }: SizeCase): Promise<Row> => {
  const weight = await weigh(ours)
  const { measured: others, missing } = await peersOf(peers)
  const { spread: _, ...row } = rowOf(
    { case: name, unit: "bytes", better: "lower" },
    { ours: [weight.all], limit: [(await weigh(limit)).all], peers: others },
  )
  return {
    ...row,
    floors: { "ours without what is loaded later": weight.first },
    ...(Object.keys(missing).length > 0 && { missingPeers: missing }),
  }
}

/** What a page loads, in bytes: everything, also what comes later. The same twice, so it is measured once. */
export const sizes = async ({ progress }: BenchOptions): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (const each of cases) {
    progress(each.name)
    rows.push(await measured(each))
  }
  return rows
}
