import { posix } from "node:path"
import ts from "typescript"
import { lineAt, nodesOf, planted, type Source } from "../architecture/source.ts"

/** An `@example` in a doc comment. */
export interface Example {
  readonly path: string
  readonly line: number
  readonly code: string
}

const commentOf = (tag: ts.JSDocTag): string =>
  typeof tag.comment === "string" ? tag.comment : (ts.getTextOfJSDocComment(tag.comment) ?? "")

/** Every `@example` of a file; a fence around the code is taken off. */
export const examplesOf = (source: Source): readonly Example[] =>
  [...nodesOf(source.file)]
    .flatMap((node) =>
      ts
        .getJSDocCommentsAndTags(node)
        .filter(ts.isJSDoc)
        .filter(({ parent }) => parent === node),
    )
    .flatMap(({ tags = [] }) =>
      [...tags]
        .filter((tag) => tag.tagName.text === "example")
        .map((tag) => ({
          path: source.path,
          line: lineAt(source, tag.getStart(source.file)),
          code: commentOf(tag)
            .replace(/^\s*```tsx?\n/, "")
            .replace(/```\s*$/, "")
            .trim(),
        })),
    )

const declaredIn = (code: string): ReadonlySet<string> =>
  new Set(
    [...nodesOf(planted("example.tsx", code).file)].flatMap((node) =>
      (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name !== undefined
        ? [node.name.getText()]
        : [],
    ),
  )

/** An example that imports nothing sees what its own file exports; one that begins with `import` sees only what it imports. */
export const moduleOf = (
  { path, code }: Example,
  exported: readonly string[],
  strangers: readonly string[] = [],
): string => {
  if (/^import\b/.test(code)) return code
  const own = declaredIn(code)
  const anything = strangers.map((name) => `declare const ${name}: any; type ${name} = any; `).join("")
  const seen = exported.filter((name) => !own.has(name)).join(", ")
  return `import { ${seen} } from "./${posix.basename(path)}"; ${anything}\n${code}\nexport {}`
}

/** Where an example is compiled: beside its file, so that it may import as that file does. */
export const fileOf = ({ path, line }: Example): string => `${path.replace(/\.tsx?$/, "")}.example-${line}.tsx`
