import ts from "typescript"
import { findingAt, importsOf, type Findings, type Import, type Source } from "./source.ts"

// Where a `node:` module may be named: the embedded store, the test kit, and the adapters, which run on Node.
const onNode = [/^packages\/core\/src\/runtime\/sqlite\//, /^packages\/core\/src\/sqlite\.ts$/, /^packages\/core\/src\/testing\//, /^packages\/adapters\/src\//]

const isNamespaceImport = (node: ts.Node): boolean => ts.isImportDeclaration(node)
  && (node.importClause?.isTypeOnly === true || (node.importClause?.namedBindings !== undefined && ts.isNamespaceImport(node.importClause.namedBindings)))

const problemOf = (source: Source, { specifier, node }: Import): string | undefined => {
  if (specifier === "effect") return "imports the effect barrel; name the module, as in effect/Effect"
  if (specifier === "zod" && !isNamespaceImport(node)) return "import * as z from \"zod\", so that a bundler can drop the rest"
  if (specifier.startsWith("node:") && !onNode.some((place) => place.test(source.path))) return `${specifier} is not there in a browser or at the edge`
  if (specifier.startsWith(".") && !/\.(ts|tsx|json|css)$/.test(specifier)) return `${specifier} lacks its ending`
  return undefined
}

/** Imports of modules that a file may not name. */
export const forbiddenModules = (sources: readonly Source[]): Findings => sources.flatMap((source) => importsOf(source).flatMap((taken) => {
  const problem = problemOf(source, taken)
  return problem === undefined ? [] : [findingAt(source, taken.node, problem)]
}))
