import ts from "typescript"
import { findingAt, importsOf, type Findings, type Import, type Source } from "./source.ts"

// Where a `node:` module may be named: the embedded store, the test kit, the command, and the adapters, which run on
// Node.
const onNode = [
  "core/src/runtime/sqlite/",
  "core/src/sqlite.ts",
  "core/src/testing/",
  "core/src/cli/",
  "adapters/src/",
].map((place) => `packages/${place}`)

const isNamespaceImport = (node: ts.Node): boolean => {
  if (!ts.isImportDeclaration(node) || node.importClause === undefined) return false
  const { isTypeOnly, namedBindings } = node.importClause
  return isTypeOnly || (namedBindings !== undefined && ts.isNamespaceImport(namedBindings))
}

const problemOf = (source: Source, { specifier, node }: Import): string | undefined => {
  if (specifier === "effect") return "imports the effect barrel; name the module, as in effect/Effect"
  if (specifier === "zod" && !isNamespaceImport(node))
    return 'import * as z from "zod", so that a bundler can drop the rest'
  if (specifier.startsWith("node:") && !onNode.some((place) => source.path.startsWith(place)))
    return `${specifier} is not there in a browser or at the edge`
  if (specifier.startsWith(".") && !/\.(ts|tsx|json|css)$/.test(specifier)) return `${specifier} lacks its ending`
  return undefined
}

/** Imports of modules that a file may not name. */
export const forbiddenModules = (sources: readonly Source[]): Findings =>
  sources.flatMap((source) =>
    importsOf(source).flatMap((taken) => {
      const problem = problemOf(source, taken)
      return problem === undefined ? [] : [findingAt(source, taken.node, problem)]
    }),
  )
