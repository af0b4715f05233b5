import ts from "typescript"
import { findingAt, lineAt, nodesOf, type Findings, type Source } from "./source.ts"

const inferenceOnly = /\/internal\/infer\.ts$/

/** `any`, which is allowed in one file that infers types from options. */
export const anys = (sources: readonly Source[]): Findings =>
  sources
    .filter(({ path }) => !inferenceOnly.test(path))
    .flatMap((source) =>
      [...nodesOf(source.file)]
        .filter((node) => node.kind === ts.SyntaxKind.AnyKeyword)
        .map((node) => findingAt(source, node, "any")),
    )

const isNonNull = (node: ts.Node): boolean =>
  ts.isNonNullExpression(node) ||
  ((ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) && node.exclamationToken !== undefined)

/** `!`, which tells the compiler what nobody checked. */
export const nonNulls = (sources: readonly Source[]): Findings =>
  sources.flatMap((source) =>
    [...nodesOf(source.file)].filter(isNonNull).map((node) => findingAt(source, node, "a ! assertion")),
  )

const tokensOf = (node: ts.Node, file: ts.SourceFile): readonly ts.Node[] => {
  const children = node.getChildren(file)
  return children.length === 0 ? [node] : children.flatMap((child) => tokensOf(child, file))
}

const commentedLines = (source: Source): ReadonlySet<number> => {
  const { text } = source.file
  const ranges = tokensOf(source.file, source.file).flatMap((token) => [
    ...(ts.getLeadingCommentRanges(text, token.getFullStart()) ?? []),
    ...(ts.getTrailingCommentRanges(text, token.getEnd()) ?? []),
  ])
  return new Set(ranges.flatMap(({ pos, end }) => [lineAt(source, pos), lineAt(source, end)]))
}

const isUnchecked = (node: ts.Node): node is ts.AsExpression | ts.TypeAssertion =>
  ts.isTypeAssertionExpression(node) || (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type))

/** `as` without a comment on its line, or on the line above, that says why it is right. */
export const unexplainedAssertions = (sources: readonly Source[]): Findings =>
  sources.flatMap((source) => {
    const assertions = [...nodesOf(source.file)].filter(isUnchecked)
    if (assertions.length === 0) return []
    const commented = commentedLines(source)
    return assertions
      .filter((node) => {
        const [start, end] = [lineAt(source, node.type.getStart(source.file)), lineAt(source, node.getEnd())]
        return !commented.has(start - 1) && !commented.has(start) && !commented.has(end)
      })
      .map((node) => findingAt(source, node, `as ${node.type.getText(source.file)} without a comment that says why`))
  })

const silencer = /@ts-(ignore|expect-error|nocheck)|(eslint|oxlint)-disable/

/** Ways to make the compiler or the linter look away. */
export const silenced = (sources: readonly Source[]): Findings =>
  sources.flatMap(({ path, file }) =>
    file.text
      .split("\n")
      .flatMap((line, index) => (silencer.test(line) ? [`${path}:${index + 1}: looks away from a rule`] : [])),
  )
