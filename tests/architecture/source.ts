import { globSync, readFileSync } from "node:fs"
import { dirname, join, posix } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

/** The repository's root. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "../..")

/** A source file of a package; `path` is relative to the root, with forward slashes. */
export interface Source {
  readonly path: string
  readonly file: ts.SourceFile
}

/** What a check found, as `path:line: what`. An empty list is a house in order. */
export type Findings = readonly string[]

/** A source that exists only in a test. */
export const planted = (path: string, text: string): Source => ({
  path,
  file: ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.ES2024,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  ),
})

/** Every source file of the packages. */
export const ourSources = (): readonly Source[] =>
  globSync("packages/*/src/**/*.{ts,tsx}", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => planted(path, readFileSync(join(root, path), "utf8")))

/** The line (from 1) of a position. */
export const lineAt = ({ file }: Source, position: number): number =>
  file.getLineAndCharacterOfPosition(position).line + 1

/** A finding at a node. */
export const findingAt = (source: Source, node: ts.Node, what: string): string =>
  `${source.path}:${lineAt(source, node.getStart(source.file))}: ${what}`

/** Every node of a file, parents before their children. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => {
    children.push(child)
  })
  for (const child of children) yield* nodesOf(child)
}

/** An import or re-export of a module: static, dynamic or inside a type. */
export interface Import {
  readonly specifier: string
  readonly node: ts.Node
}

const specifierOf = (node: ts.Node): ts.Expression | undefined => {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return node.arguments[0]
  const type = ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined
  return type !== undefined && ts.isStringLiteral(type) ? type : undefined
}

/** Every module that a file names. */
export const importsOf = ({ file }: Source): readonly Import[] =>
  [...nodesOf(file)].flatMap((node) => {
    const specifier = specifierOf(node)
    return specifier !== undefined && ts.isStringLiteralLike(specifier) ? [{ specifier: specifier.text, node }] : []
  })

/** The path that a relative import names, seen from the root; undefined for a package. */
export const targetOf = (source: Source, { specifier }: Import): string | undefined =>
  specifier.startsWith(".") ? posix.normalize(posix.join(posix.dirname(source.path), specifier)) : undefined
