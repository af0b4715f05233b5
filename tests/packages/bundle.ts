import { gzipSync } from "node:zlib"
import { join } from "node:path"
import { build } from "esbuild"
import { root } from "../architecture/source.ts"

/** What a browser would load for an entry: its size, the packages in its module graph, and the Node modules that it asks for. */
export interface Bundle {
  readonly gzipBytes: number
  /** With everything that it loads later. */
  readonly wholeBytes: number
  readonly packages: readonly string[]
  readonly nodeModules: readonly string[]
}

const packageOf = (path: string): string | undefined => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]

/** Bundles and minifies a module for the browser. `external` names what the page has anyway; `from` is the folder that imports it. */
export const bundle = async (
  code: string,
  external: readonly string[] = [],
  from = "packages/core/dist",
): Promise<Bundle> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: join(root, from) },
    absWorkingDir: root,
    outdir: "dist",
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
    external: ["node:*", ...external],
  })
  const sizeOf = (contents: Uint8Array) => gzipSync(contents, { level: 9 }).length
  const loaded = outputFiles.filter(({ path }) => path.endsWith("stdin.js")).map(({ contents }) => contents)
  const outside = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter((taken) => taken.external === true)
    .map(({ path }) => path)
  const sorted = (names: readonly (string | undefined)[]) =>
    [...new Set(names.filter((name) => name !== undefined))].sort()
  return {
    gzipBytes: sizeOf(Buffer.concat(loaded)),
    wholeBytes: outputFiles.reduce((sum, { contents }) => sum + sizeOf(contents), 0),
    packages: sorted(Object.keys(metafile.inputs).map(packageOf)),
    nodeModules: sorted(outside.filter((path) => path.startsWith("node:"))),
  }
}
