import { findingAt, importsOf, targetOf, type Findings, type Import, type Source } from "./source.ts"

// From low to high. A room may import itself and what lies below; the doors are the files directly in src.
// The client is low: the assembly takes the words of the wire from it.
const floors = [
  "kernel",
  "timeline",
  "profile",
  "channel",
  "conversation",
  "survey",
  "client",
  "sentiment",
  "action",
  "insight",
  "runtime",
  "assembly",
  "testing",
  "cli",
  "doors",
] as const

// Rooms that may see less than what lies below them, because they run in a browser.
const narrow: { readonly [room: string]: readonly string[] } = { client: ["client", "survey", "kernel"] }

// What a package may import of the others.
const between: { readonly [name: string]: RegExp } = {
  core: /^never$/,
  adapters: /^@escucha\/core(?!\/(client|testing)$)/,
  react: /^@escucha\/core\/(client|survey|survey-render)$/,
}

const packageOf = (path: string): string => path.split("/")[1] ?? ""

const roomOf = (path: string): string => {
  const [, , , first = "", ...rest] = path.split("/")
  return rest.length === 0 ? "doors" : first
}

const problemInside = (source: Source, target: string): string | undefined => {
  if (!target.startsWith(`packages/${packageOf(source.path)}/src/`)) return `leaves the package: ${target}`
  if (packageOf(source.path) !== "core") return undefined
  const [from, to] = [roomOf(source.path), roomOf(target)]
  if (narrow[from] !== undefined) return narrow[from].includes(to) ? undefined : `${from} may not import ${to}`
  const height = (room: string) => floors.findIndex((floor) => floor === room)
  if (height(from) < 0) return `${from} is not a room of the house`
  return height(to) > height(from) ? `${from} may not import ${to}, which lies above it` : undefined
}

const problemOf = (source: Source, taken: Import): string | undefined => {
  const target = targetOf(source, taken)
  if (target !== undefined) return problemInside(source, target)
  if (!taken.specifier.startsWith("@escucha/")) return undefined
  const name = packageOf(source.path)
  return between[name]?.test(taken.specifier) === true ? undefined : `${name} may not import ${taken.specifier}`
}

/** Imports that do not go downwards, or that reach into a package from outside. */
export const upwardImports = (sources: readonly Source[]): Findings =>
  sources.flatMap((source) =>
    importsOf(source).flatMap((taken) => {
      const problem = problemOf(source, taken)
      return problem === undefined ? [] : [findingAt(source, taken.node, problem)]
    }),
  )
