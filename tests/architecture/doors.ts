import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import ts from "typescript"
import { root } from "./source.ts"

/** An entry of a package: `name` as people import it, without the scope (`core/survey`). */
export interface Door {
  readonly name: string
  readonly path: string
}

interface Manifest {
  readonly exports: { readonly [subpath: string]: string | { readonly "@escucha/source": string } }
}

const doorsOf = (name: string): readonly Door[] => {
  const folder = `packages/${name}`
  const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))
  return Object.entries(manifest.exports).flatMap(([subpath, target]): readonly Door[] => {
    if (typeof target === "string") return []
    const source = target["@escucha/source"].slice("./".length)
    if (!source.includes("*")) return [{ name: `${name}${subpath.slice(1)}`, path: `${folder}/${source}` }]
    return globSync(source, { cwd: join(root, folder) })
      .map((file) => file.replaceAll("\\", "/"))
      .sort()
      .map((file) => ({ name: `${name}/${file.slice("src/".length, -".ts".length)}`, path: `${folder}/${file}` }))
  })
}

/** Every door that the manifests promise, whether its file is there or not. */
export const doors = (): readonly Door[] => ["core", "adapters", "react"].flatMap(doorsOf)

/** Whether the file behind a door is there. */
export const isThere = ({ path }: Door): boolean => existsSync(join(root, path))

// The files on disk are the same for every program: each is read and parsed once.
const parsed = new Map<string, ts.SourceFile | undefined>()

const options = (): ts.CompilerOptions => {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile)
  return ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root).options
}

/** A compiled program: real files under the root, and files that exist only in memory, by path. */
export const programOf = (
  paths: readonly string[],
  inMemory: ReadonlyMap<string, string> = new Map(),
  extra: ts.CompilerOptions = {},
): ts.Program => {
  const settings = { ...options(), ...extra }
  const texts = new Map([...inMemory].map(([path, text]) => [join(root, path), text]))
  const host = ts.createCompilerHost(settings, true)
  const folders = new Set([...texts.keys()].map((path) => dirname(path)))
  const { fileExists, directoryExists, readFile, getSourceFile } = host
  host.directoryExists = (path) => folders.has(path) || directoryExists?.(path) !== false
  host.fileExists = (path) => texts.has(path) || fileExists(path)
  host.readFile = (path) => texts.get(path) ?? readFile(path)
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(path)
    if (text !== undefined) return ts.createSourceFile(path, text, language, true)
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, language, ...rest))
    return parsed.get(path)
  }
  return ts.createProgram([...paths.map((path) => join(root, path)), ...texts.keys()], settings, host)
}

/** A name that a door gives, with the symbol that it stands for. */
export interface Exported {
  readonly name: string
  readonly symbol: ts.Symbol
}

/** What a file exports, sorted by name. */
export const exportsOf = (program: ts.Program, path: string): readonly Exported[] => {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(join(root, path))
  const module = file && checker.getSymbolAtLocation(file)
  if (module === undefined) return []
  const target = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return checker
    .getExportsOfModule(module)
    .map((symbol) => ({ name: symbol.name, symbol: target(symbol) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}
