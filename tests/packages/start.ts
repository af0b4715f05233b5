import { readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"

/** What a process loads when it imports a door: the built files, and the sources in them, without what comes by `import()`. */
export interface Start {
  readonly files: readonly string[]
  readonly sources: readonly string[]
}

const fromOurs = /^(?:import|export)\b[^;]*?["'](\.\.?\/[^"']+)["'];?$/gm

const importedBy = (file: string): readonly string[] =>
  [...readFileSync(file, "utf8").matchAll(fromOurs)].map(([, path = ""]) => join(dirname(file), path))

const sourcesIn = (file: string): readonly string[] => {
  const map: { readonly sources: readonly string[] } = JSON.parse(readFileSync(`${file}.map`, "utf8"))
  return map.sources.map((source) => join(dirname(file), source))
}

/** What importing a built file loads of ours, seen from `root`. */
export const startOf = (entry: string, root: string): Start => {
  const files = new Set([entry])
  for (const file of files) for (const next of importedBy(file)) files.add(next) // a set is walked to its growing end
  const seen = (path: string) => relative(root, path).replaceAll("\\", "/")
  return { files: [...files].map(seen), sources: [...new Set([...files].flatMap(sourcesIn))].map(seen).sort() }
}
