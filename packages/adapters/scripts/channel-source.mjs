// What the file of an adapter says in words: its links, its doc comments.
import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import ts from "typescript"

const parsed = (path) => ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true)

/** The file and every file of ours that it imports. */
const filesFrom = (path, found = new Map()) => {
  if (found.has(path) || !existsSync(path)) return found
  const file = parsed(path)
  found.set(path, file)
  for (const statement of file.statements) {
    const from = ts.isImportDeclaration(statement) ? statement.moduleSpecifier.text : ""
    if (from.startsWith(".")) filesFrom(resolve(dirname(path), from), found)
  }
  return found
}

const docOf = (node) => ts.getJSDocCommentsAndTags(node).find((each) => ts.isJSDoc(each) && each.parent === node)

const textOf = (doc) => (ts.getTextOfJSDocComment(doc?.comment) ?? "").replaceAll(/\s*\n\s*/g, " ").trim()

const exampleOf = (doc) => {
  const tag = doc?.tags?.find(({ tagName }) => tagName.text === "example")
  return (ts.getTextOfJSDocComment(tag?.comment) ?? "").trim()
}

const isProperty = (node) => ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)

/** The first object that is written inside of a node. */
const objectIn = (node) => (ts.isObjectLiteralExpression(node) ? node : ts.forEachChild(node, objectIn))

/** The options that the file names itself, with or without a comment: those of the constant `config`. */
const ownOptions = (file) => {
  const declarations = file.statements.flatMap((each) =>
    ts.isVariableStatement(each) ? [...each.declarationList.declarations] : [],
  )
  const config = declarations.find(({ name }) => name.getText() === "config")
  const object = config && objectIn(config)
  return (object?.properties ?? []).filter(isProperty).map((each) => [each.name.getText(), textOf(docOf(each))])
}

/** The comments of options by their names: the file's own, then those of the options that it shares with others. */
const commentsIn = (own, files) => {
  const comments = new Map(ownOptions(own))
  const visit = (node) => {
    const text = isProperty(node) ? textOf(docOf(node)) : ""
    if (text !== "" && !comments.has(node.name.getText())) comments.set(node.name.getText(), text)
    ts.forEachChild(node, visit)
  }
  for (const file of files) visit(file)
  return comments
}

/** The words of an adapter: `name` of what it exports, `about`, `example`, `links`, and the comments of its options. */
export const wordsOf = (path) => {
  const files = filesFrom(path)
  const own = files.get(path)
  const exported = own.statements.filter(
    (each) => ts.isVariableStatement(each) && each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  )
  const withExample = exported.map((each) => ({ each, doc: docOf(each) })).filter(({ doc }) => exampleOf(doc) !== "")
  const { each, doc } = withExample.at(-1) ?? { each: exported.at(-1), doc: docOf(exported.at(-1)) }
  const head = own.text.slice(0, own.statements[0]?.getStart(own) ?? 0)
  return {
    name: each.declarationList.declarations[0].name.getText(),
    about: textOf(doc),
    example: exampleOf(doc),
    links: [...new Set(head.match(/https?:\/\/[^\s,;)]+/g) ?? [])],
    comments: commentsIn(own, files.values()),
  }
}
