import { spawnSync } from "node:child_process"
import { join } from "node:path"
import type { Bench, BenchOptions } from "../bench.ts"
import { BenchError } from "../bench-error.ts"
import { weigh } from "../client/bundle.ts"
import { cpuPerCall } from "../measure.ts"
import { peakOf } from "../peak.ts"
import { type Row, rowOf } from "../row.ts"
import { medianOf } from "../statistics.ts"
import { byHand, conditionByHand } from "./limit.ts"
import { checked, matched } from "./ours.ts"
import { jsonLogicCondition, surveyCondition, surveyModel } from "./peers.ts"
import { people, responses } from "./world.ts"

/** The next of these, whenever it is called. */
const inTurn = <Item>(items: readonly Item[], use: (item: Item) => unknown): (() => unknown) => {
  let at = 0
  return () => {
    const item = items[at]
    at = (at + 1) % items.length
    return item === undefined ? undefined : use(item)
  }
}

/** Every variant finds of every input what the limit finds. */
const agree = <Item>(
  name: string,
  items: readonly Item[],
  limit: (item: Item) => unknown,
  others: { readonly [variant: string]: (item: Item) => unknown },
): void => {
  for (const [variant, find] of Object.entries(others))
    for (const item of items) {
      const [given, expected] = [JSON.stringify(find(item)), JSON.stringify(limit(item))]
      if (given !== expected)
        throw new BenchError(`${name}: ${variant} finds ${given}, the limit ${expected}, of ${JSON.stringify(item)}`)
    }
}

type Find<Item> = (item: Item) => unknown

const measured = async <Item>(
  name: "responses" | "conditions",
  items: readonly Item[],
  { limit, ours, peers }: { limit: Find<Item>; ours: Find<Item>; peers: { readonly [peer: string]: Find<Item> } },
  rounds: number,
): Promise<Row> => {
  agree(name, items.slice(0, 300), limit, { ours, ...peers })
  agree(name, items, limit, { ours })
  const variants = { limit, ours, ...peers }
  const tasks = Object.fromEntries(Object.entries(variants).map(([variant, find]) => [variant, inTurn(items, find)]))
  const { limit: floor = [], ours: mine = [], ...others } = await cpuPerCall(tasks, rounds)
  return rowOf(
    { case: name, unit: "ns CPU", better: "lower" },
    { ours: mine, limit: floor, peers: others },
    {
      peakRssMb: await peakOf(new URL("memory.ts", import.meta.url), name),
      figures: { "per second of CPU": Math.round(1e9 / medianOf(mine)) },
    },
  )
}

interface SizeCase {
  readonly name: string
  readonly ours: string
  /** There is no smallest form: what stands as the limit of a size is its budget. */
  readonly budget: number
  /** Parts of the same package that are loaded only where they are used, and are not used here. */
  readonly apart?: readonly string[]
  readonly peers?: { readonly [peer: string]: string }
}

const shown = (name: string): string =>
  `export { ${name} } from "@escucha/react"\nexport { standing } from "@escucha/core/survey"`

const cases: readonly SizeCase[] = [
  {
    name: "engine gzip",
    ours: `export { answer, begin, next, relevant } from "@escucha/core/survey"`,
    budget: 6_000,
    peers: { "survey-core": `export { SurveyModel } from "survey-core"` },
  },
  {
    name: "engine gzip, with the checks of every kind",
    ours: `export { answer, begin, checkAnswer, checkAnswers, next, relevant } from "@escucha/core/survey"`,
    budget: 6_000,
  },
  {
    name: "form gzip",
    ours: shown("SurveyForm"),
    budget: 20_000,
    apart: ["./nps-popup-*", "./local-survey-*", "./chat-extra-*"],
    peers: { "survey-react-ui": `export { Model } from "survey-core"\nexport { Survey } from "survey-react-ui"` },
  },
  {
    name: "nps gzip",
    ours: shown("NpsPopup"),
    budget: 8_000,
    apart: ["./survey-form-*", "./local-survey-*", "./chat-extra-*"],
  },
]

const root = join(import.meta.dirname, "../../..")

/** What a page loads to ask: bytes, minified and gzipped, with everything of it that comes later. */
const sizes = async ({ progress }: BenchOptions): Promise<readonly Row[]> => {
  progress("building the packages, where they are stale")
  const { status } = spawnSync(process.execPath, [".ci/dev.mjs", "build"], { cwd: root, stdio: ["ignore", 2, 2] })
  if (status !== 0) throw new BenchError("the packages could not be built; what went wrong is printed above")
  const rows: Row[] = []
  for (const { name, ours, budget, apart = [], peers = {} } of cases) {
    progress(name)
    const others: Record<string, readonly number[]> = {}
    for (const [peer, code] of Object.entries(peers)) others[peer] = [(await weigh(code)).all]
    const { spread: _, ...row } = rowOf(
      { case: name, unit: "bytes", better: "lower" },
      { ours: [(await weigh(ours, apart)).all], limit: [budget], peers: others },
    )
    rows.push(row)
  }
  return rows
}

/** What a response costs to be checked, what a condition costs to be asked, and what a page loads for it. */
export const survey: Bench = async (options) => {
  const { rounds = 25, progress } = options
  progress("responses")
  const first = await measured(
    "responses",
    responses,
    { limit: byHand, ours: checked, peers: { "survey-core": surveyModel } },
    rounds,
  )
  progress("conditions")
  const second = await measured(
    "conditions",
    people,
    {
      limit: conditionByHand,
      ours: matched,
      peers: { "json-logic-js": jsonLogicCondition, "survey-core": surveyCondition },
    },
    rounds,
  )
  return [first, second, ...(await sizes(options))]
}
