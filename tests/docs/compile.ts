import { relative } from "node:path"
import ts from "typescript"
import { programOf } from "../architecture/doors.ts"
import { root } from "../architecture/source.ts"

/** What the compiler says of a file that exists only in memory; `name` is there when it found nothing of that name. */
export interface Complaint {
  readonly path: string
  readonly line: number
  readonly text: string
  readonly name?: string
}

// What is fine in an example and not in our sources. A page may leave a name unused, and shows code of a bundled application too.
const lenient: ts.CompilerOptions = {
  noUnusedLocals: false,
  noUnusedParameters: false,
  verbatimModuleSyntax: false,
  isolatedModules: true,
  noPropertyAccessFromIndexSignature: false,
}

const unknownNames = new Set([2304, 2552, 2580, 2581, 2582, 2584, 2591, 2592, 2593, 18004]) // cannot find it, in the words that it has for each kind of name

const complaintOf = (diagnostic: ts.Diagnostic): Complaint => {
  const { file, start = 0, code, messageText } = diagnostic
  const text = ts.flattenDiagnosticMessageText(messageText, " ")
  const name = unknownNames.has(code) ? /'([^']+)'/.exec(text)?.[1] : undefined
  return {
    path: file === undefined ? "" : relative(root, file.fileName).replaceAll("\\", "/"),
    line: file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1,
    text,
    ...(name !== undefined && { name }),
  }
}

/** Compiles files that exist only in memory, by their path under the root, as one program. */
export const compile = (files: ReadonlyMap<string, string>, extra: ts.CompilerOptions = {}): readonly Complaint[] => {
  const modules = new Map(
    [...files].map(([path, text]) => [path, /^(import|export)\b/m.test(text) ? text : `${text}\nexport {}`]),
  )
  const program = programOf([], modules, { ...lenient, ...extra })
  return program
    .getSourceFiles()
    .filter(({ fileName }) => modules.has(relative(root, fileName).replaceAll("\\", "/")))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(complaintOf)
}
