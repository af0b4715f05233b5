import ts from "typescript"
import { exportsOf } from "./doors.ts"

const longest = 120

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim()

const memberNames = (members: readonly (ts.TypeElement | ts.ClassElement)[]): string => {
  const isOptional = (member: ts.Node) => ts.isPropertySignature(member) && member.questionToken !== undefined
  const names = members.flatMap((member) =>
    member.name === undefined || ts.isPrivateIdentifier(member.name)
      ? []
      : [`${member.name.getText()}${isOptional(member) ? "?" : ""}`],
  )
  return `{ ${[...new Set(names)].join(", ")} }`
}

const parametersOf = (call: ts.SignatureDeclaration): string =>
  `(${call.parameters.map((parameter) => parameter.getText()).join(", ")})${call.type === undefined ? "" : `: ${call.type.getText()}`}`

const describeVariable = (declaration: ts.VariableDeclaration): readonly [kind: string, text: string] => {
  const { initializer, type } = declaration
  if (type !== undefined) return ["const", `: ${type.getText()}`]
  const isFunction =
    initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
  return isFunction ? ["function", parametersOf(initializer)] : ["const", ""]
}

// An interface that adds nothing of its own is described by the names that it takes over.
const describeInterface = (checker: ts.TypeChecker, declaration: ts.InterfaceDeclaration): string => {
  if (declaration.members.length > 0) return memberNames(declaration.members)
  const names = checker
    .getTypeAtLocation(declaration)
    .getProperties()
    .map(({ name }) => name)
  return `{ ${names.join(", ")} }`
}

// From the text as written, not from the checker: what it prints of a type depends on the order in which it met the types.
const describe = (checker: ts.TypeChecker, declaration: ts.Declaration): readonly [kind: string, text: string] => {
  if (ts.isVariableDeclaration(declaration)) return describeVariable(declaration)
  if (ts.isFunctionDeclaration(declaration)) return ["function", parametersOf(declaration)]
  if (ts.isClassDeclaration(declaration)) return ["class", ` ${memberNames(declaration.members)}`]
  if (ts.isInterfaceDeclaration(declaration)) return ["interface", ` ${describeInterface(checker, declaration)}`]
  if (ts.isTypeAliasDeclaration(declaration)) return ["type", ` = ${declaration.type.getText()}`]
  return [ts.isSourceFile(declaration) ? "namespace" : "name", ""]
}

/** What a door gives, a line for each name: its kind, and its signature where that is short. */
export const surfaceOf = (program: ts.Program, path: string): string =>
  exportsOf(program, path)
    .flatMap(({ name, symbol }) =>
      (symbol.declarations ?? []).map((declaration) => {
        const [kind, text] = describe(program.getTypeChecker(), declaration)
        const line = oneLine(`${kind} ${name}${text}`)
        return line.length > longest ? `${kind} ${name}` : line
      }),
    )
    .map((line) => `${line}\n`)
    .join("")
