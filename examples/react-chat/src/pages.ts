import type { ServeOptions } from "@escucha/adapters/servers/node"
import { readdir, readFile } from "node:fs/promises"
import { extname, join, relative, sep } from "node:path"

const typeOf: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Serves a built page. All of it is read now: a request can name one of its files, and no path leads out of the folder. */
export const openPages = async (folder: string): Promise<NonNullable<ServeOptions["fallback"]>> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = new Map<string, Uint8Array>(
    await Promise.all(
      paths.map(async (path) => [`/${relative(folder, path).replaceAll(sep, "/")}`, await readFile(path)] as const),
    ),
  )
  return ({ url = "/" }, response) => {
    const [path = ""] = url.split("?", 1)
    const name = path === "/" ? "/index.html" : path
    const file = files.get(name)
    response.writeHead(file ? 200 : 404, {
      "content-type": (file && typeOf[extname(name)]) ?? "text/plain; charset=utf-8",
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
    })
    response.end(file ?? "there is nothing here\n")
  }
}
