import ts from "typescript"
import { findingAt, lineAt, nodesOf, type Findings, type Source } from "./source.ts"

const longestFile = 400
const longestFunction = 60
const longestLine = 140

/** Files of more than 400 lines. */
export const longFiles = (sources: readonly Source[]): Findings =>
  sources.flatMap((source) => {
    const lines = source.file.text.trimEnd().split("\n").length
    return lines > longestFile ? [`${source.path}:1: ${lines} lines, at most ${longestFile}`] : []
  })

/** Functions of more than 60 lines, those inside them counted. */
export const longFunctions = (sources: readonly Source[]): Findings =>
  sources.flatMap((source) =>
    [...nodesOf(source.file)]
      .filter((node) => ts.isFunctionLike(node) && "body" in node)
      .flatMap((node) => {
        const lines = lineAt(source, node.getEnd()) - lineAt(source, node.getStart(source.file)) + 1
        return lines > longestFunction
          ? [findingAt(source, node, `a function of ${lines} lines, at most ${longestFunction}`)]
          : []
      }),
  )

const problemOfLine = (line: string): string | undefined => {
  if (line.length > longestLine) return `${line.length} columns, at most ${longestLine}`
  if (line.trimEnd() !== line) return "ends with a space"
  if (line.includes("\t")) return "has a tab"
  return undefined
}

/** Lines that do not look like the rest of the house. */
export const untidyLines = (sources: readonly Source[]): Findings =>
  sources.flatMap((source) =>
    source.file.text.split("\n").flatMap((line, index) => {
      const problem = problemOfLine(line)
      return problem === undefined ? [] : [`${source.path}:${index + 1}: ${problem}`]
    }),
  )

const endsWithSemicolon = (source: Source, node: ts.Node): boolean =>
  (ts.isStatement(node) || ts.isTypeElement(node) || ts.isClassElement(node)) &&
  !ts.isEmptyStatement(node) &&
  source.file.text.at(node.getEnd() - 1) === ";" &&
  /^[ \t]*(\r?\n|$|\/\/)/.test(source.file.text.slice(node.getEnd()))

/** Semicolons at the end of a line: the house writes none. */
export const semicolons = (sources: readonly Source[]): Findings =>
  sources.flatMap((source) =>
    [...nodesOf(source.file)].flatMap((node) =>
      endsWithSemicolon(source, node) ? [findingAt(source, node, "ends with a semicolon")] : [],
    ),
  )
