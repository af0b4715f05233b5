import { importsOf, targetOf, type Findings, type Source } from "./source.ts"

type Graph = ReadonlyMap<string, readonly string[]>

const graphOf = (sources: readonly Source[]): Graph =>
  new Map(sources.map((source) => [source.path, importsOf(source).flatMap((taken) => targetOf(source, taken) ?? [])]))

const cyclesFrom = (graph: Graph, path: readonly string[], done: Set<string>): Findings => {
  const here = path.at(-1) ?? ""
  const found = (graph.get(here) ?? []).flatMap((next) => {
    const start = path.indexOf(next)
    if (start >= 0) return [[...path.slice(start), next].join(" -> ")]
    return done.has(next) ? [] : cyclesFrom(graph, [...path, next], done)
  })
  done.add(here)
  return found
}

/** Circles of imports, types included: a circle is two nouns that are one, or a word in the wrong file. */
export const importCycles = (sources: readonly Source[]): Findings => {
  const graph = graphOf(sources)
  const done = new Set<string>()
  return [...graph.keys()].flatMap((path) => (done.has(path) ? [] : cyclesFrom(graph, [path], done)))
}
