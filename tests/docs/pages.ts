import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../architecture/source.ts"

/** A page of ours: where it lies under the root, and what it says. */
export interface Page {
  readonly path: string
  readonly text: string
}

const places = ["*.md", "docs/**/*.md", "packages/*/README.md", "examples/*/README.md", ".changeset/*.md"]

/** Every page that people wrote; the generated reference is none. */
export const ourPages = (): readonly Page[] =>
  globSync(places, { cwd: root, exclude: ["docs/reference/**"] })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
