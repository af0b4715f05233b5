import { posix } from "node:path"
import ts from "typescript"
import { findingAt, nodesOf, type Findings, type Source } from "./source.ts"

const bannedNames = /^(utils?|helpers?|types?|common|misc|shared)$/

const problemOfName = (path: string): string | undefined => {
  const name = posix.basename(path).replace(/(?:\.d)?\.[^.]+$/, "")
  if (bannedNames.test(name)) return `${name} is not a noun of the house`
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? undefined : `${name} is not kebab-case`
}

/** File names that say nothing, or that are not written like the others. */
export const emptyNames = (sources: readonly Source[]): Findings =>
  sources.flatMap(({ path }) => {
    const problem = problemOfName(path)
    return problem === undefined ? [] : [`${path}:1: ${problem}`]
  })

/** Where the clock, a timer or chance may enter, by the file's path, and why. Elsewhere they are arguments: a test owns them. */
export type Allowed = { readonly [path: string]: string }

const timers = new Set(["setTimeout", "setInterval", "setImmediate"])
const calls = new Set([
  "Date.now",
  "Math.random",
  "performance.now",
  "crypto.randomUUID",
  "crypto.getRandomValues",
  ...[...timers].map((timer) => `globalThis.${timer}`),
])

const wordOf = (node: ts.Node): string | undefined => {
  if (ts.isPropertyAccessExpression(node)) return calls.has(node.getText()) ? node.getText() : undefined
  if (ts.isNewExpression(node)) return /^new Date(\(\))?$/.test(node.getText()) ? "new Date()" : undefined
  const called = ts.isCallExpression(node) ? node.expression.getText() : ""
  return timers.has(called) ? called : undefined
}

/** Clocks, timers and chance where nothing allows them, and permissions that nobody uses any more. */
export const hiddenInputs = (sources: readonly Source[], allowed: Allowed): Findings => {
  const found = sources.flatMap((source) =>
    [...nodesOf(source.file)].flatMap((node) => {
      const word = wordOf(node)
      const finding = findingAt(source, node, `${word ?? ""} is hidden in here; take it as an argument`)
      return word === undefined ? [] : [{ path: source.path, finding }]
    }),
  )
  const unused = Object.keys(allowed).filter((path) => !found.some((hit) => hit.path === path))
  return [
    ...found.filter(({ path }) => !(path in allowed)).map(({ finding }) => finding),
    ...unused.map((path) => `${path}:1: is allowed a clock, a timer or chance, and uses none`),
  ]
}
