import { relative } from "node:path"
import type ts from "typescript"
import { exportsOf } from "./doors.ts"
import { root, type Findings } from "./source.ts"

const placeOf = (symbol: ts.Symbol): string => {
  const [declaration] = symbol.declarations ?? []
  const file = declaration?.getSourceFile()
  if (declaration === undefined || file === undefined) return "nowhere"
  return `${relative(root, file.fileName).replaceAll("\\", "/")}:${file.getLineAndCharacterOfPosition(declaration.getStart()).line + 1}`
}

const isOurs = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some((declaration) => !declaration.getSourceFile().fileName.includes("/node_modules/"))

/** What can be imported from these files and has no doc comment. A name that leads nowhere is a finding too. */
export const undocumented = (program: ts.Program, paths: readonly string[]): Findings => {
  const checker = program.getTypeChecker()
  const found = paths.flatMap((path) =>
    exportsOf(program, path).flatMap(({ name, symbol }) => {
      if (symbol.declarations === undefined) return [`${path}: ${name} leads nowhere`]
      return isOurs(symbol) && symbol.getDocumentationComment(checker).length === 0
        ? [`${placeOf(symbol)}: ${name} has no doc comment`]
        : []
    }),
  )
  return [...new Set(found)].sort()
}
