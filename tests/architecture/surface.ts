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

// From the text as written, not from the checker: what it prints depends on the order in which it met the types.
const describe = (declaration: ts.Declaration): readonly [kind: string, text: string] => {
  if (ts.isVariableDeclaration(declaration)) return describeVariable(declaration)
  if (ts.isFunctionDeclaration(declaration)) return ["function", parametersOf(declaration)]
  if (ts.isClassDeclaration(declaration)) return ["class", ` ${memberNames(declaration.members)}`]
  if (ts.isInterfaceDeclaration(declaration)) return ["interface", ` ${memberNames(declaration.members)}`]
  if (ts.isTypeAliasDeclaration(declaration)) return ["type", ` = ${declaration.type.getText()}`]
  return [ts.isSourceFile(declaration) ? "namespace" : "name", ""]
}

/** What a door gives, a line for each name: its kind, and its signature where that is short. */
export const surfaceOf = (program: ts.Program, path: string): string =>
  exportsOf(program, path)
    .flatMap(({ name, symbol }) =>
      (symbol.declarations ?? []).map((declaration) => {
        const [kind, text] = describe(declaration)
        const line = oneLine(`${kind} ${name}${text}`)
        return line.length > longest ? `${kind} ${name}` : line
      }),
    )
    .map((line) => `${line}\n`)
    .join("")
