import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import ts from "typescript"

/** The packages that the types of an entry name, through every declaration file that it reaches by a relative path. */
export const packagesInTypes = (entry: string, seen = new Set<string>()): readonly string[] => {
  if (seen.has(entry)) return []
  seen.add(entry)
  const { importedFiles } = ts.preProcessFile(readFileSync(entry, "utf8"))
  return [
    ...new Set(
      importedFiles.flatMap(({ fileName }) =>
        fileName.startsWith(".")
          ? packagesInTypes(join(dirname(entry), fileName.replace(/\.js$/, ".d.ts")), seen)
          : [fileName],
      ),
    ),
  ].sort()
}
