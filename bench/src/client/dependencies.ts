import { build } from "esbuild"
import { dirname, relative } from "node:path"

/** The modules of others that a built file imports when it is loaded, not later: what stays when all of our own code is taken away. */
export const dependenciesOf = async (file: string): Promise<readonly string[]> => {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    packages: "external",
    splitting: true,
    outdir: dirname(file),
    absWorkingDir: dirname(file),
    logLevel: "silent",
  })
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? []) {
      if (kind !== "import-statement") continue
      if (external) found.add(next)
      else visit(next)
    }
  }
  visit(relative(dirname(file), file))
  return [...found]
}
