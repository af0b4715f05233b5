import { build } from "esbuild"
import { join } from "node:path"
import { gzipSync } from "node:zlib"

const bench = join(import.meta.dirname, "../..")

/** What a page loads: `all` its files, `first` without those that come later by `import()`. Bytes, minified and gzipped. */
export interface Weight {
  readonly all: number
  readonly first: number
}

/**
 * The weight of a module for browsers, tree-shaken as an application's own bundler would; React is the application's. `apart`: files that
 * come by `import()` where something else is used.
 */
export const weigh = async (code: string, apart: readonly string[] = []): Promise<Weight> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: join(bench, "src/client"), loader: "ts" },
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    outdir: join(bench, ".tmp/bundle"),
    absWorkingDir: bench,
    logLevel: "silent",
    external: ["react", "react-dom", "react-dom/*", "react/jsx-runtime", ...apart],
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".css": "empty", ".svg": "dataurl" },
  })
  const weights = new Map(outputFiles.map(({ path, contents }) => [path, gzipSync(contents, { level: 9 }).length]))
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [join(bench, path), output]))
  const reached = new Set<string>()
  const reach = (path: string): void => {
    if (reached.has(path)) return
    reached.add(path)
    for (const { path: next, kind, external } of outputs.get(path)?.imports ?? [])
      if (kind === "import-statement" && !external) reach(join(bench, next))
  }
  for (const [path, { entryPoint }] of outputs) if (entryPoint === "<stdin>") reach(path)
  const sum = (paths: Iterable<string>): number =>
    [...paths].reduce((total, path) => total + (weights.get(path) ?? 0), 0)
  return { all: sum(weights.keys()), first: sum(reached) }
}
