import type { WebDoor, WebRequest, WebResponse } from "@escucha/core"
import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { extname, join, relative, sep } from "node:path"

interface PageFile {
  readonly bytes: Uint8Array
  readonly headers: { readonly [name: string]: string }
  readonly etag: string
}

const types: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".json": "application/json; charset=utf-8",
  ".ico": "image/x-icon",
}

// https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy: only what this server gives, and nobody may
// frame it
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const secure = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": policy,
}

/** The build puts a fingerprint of the content into the names under `assets`: what has such a name never changes. */
const lasting = { assets: "public, max-age=31536000, immutable", pages: "no-cache" }

const fileOf = (path: string, bytes: Uint8Array): PageFile => {
  const type = types[extname(path)] ?? "application/octet-stream"
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`
  return {
    bytes,
    etag,
    headers: {
      ...secure,
      "content-type": type,
      "cache-control": path.startsWith("/assets/") ? lasting.assets : lasting.pages,
      etag,
    },
  }
}

const isHidden = (path: string): boolean => path.split("/").some((part) => part.startsWith(".") && part !== "")

const readAll = async (folder: string): Promise<ReadonlyMap<string, PageFile>> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  })
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const named = paths
    .map((path) => ({ path, name: `/${relative(folder, path).split(sep).join("/")}` }))
    .filter(({ name }) => !isHidden(name))
  return new Map(
    await Promise.all(named.map(async ({ path, name }) => [name, fileOf(name, await readFile(path))] as const)),
  )
}

const text = (status: number, body: string): WebResponse => ({
  status,
  headers: { ...secure, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  body: `${body}\n`,
})

/** The path of a request, or nothing where it is not one that a file could have. */
const pathOf = ({ url }: WebRequest): string | undefined => {
  try {
    return decodeURIComponent(new URL(url).pathname)
  } catch {
    // a broken escape names nothing
    return undefined
  }
}

/** A page of the desk has one name without a dot, such as `/inbox`: what is on it is in the query. */
const isDesk = (path: string): boolean => /^\/[\w-]*$/.test(path)

/**
 * Serves the built pages. All of them are read now and kept in memory: a request can name a file among them and nothing else, so that
 * no path leads out of the folder.
 */
export const openPages = async (folder: string): Promise<WebDoor> => {
  const files = await readAll(folder)
  const find = (path: string) =>
    files.get(path) ??
    (path === "/customer" ? files.get("/customer.html") : isDesk(path) ? files.get("/index.html") : undefined)
  return {
    handle: async (request) => {
      if (request.method !== "GET" && request.method !== "HEAD") return text(405, "this path takes GET")
      if (!files.has("/index.html")) return text(503, "the pages are not built yet; `npm start` builds and serves them")
      const path = pathOf(request)
      const file = path === undefined ? undefined : find(path)
      if (!file) return text(404, "there is nothing here")
      const isKnown =
        request.headers["if-none-match"]?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === file.etag) ??
        false
      return isKnown
        ? { status: 304, headers: file.headers, body: "" }
        : { status: 200, headers: file.headers, body: file.bytes }
    },
  }
}

/** The paths of the house; what it does not know there stays unknown. */
const isOfHouse = (path: string): boolean => /^\/(?:client|desk|hooks|media|v1|s|u|c)\//.test(path)

/** One door for both: the house answers its own paths, the pages are everything else. */
export const houseWithPages = (house: WebDoor, pages: WebDoor): WebDoor => ({
  handle: (request) => (isOfHouse(pathOf(request) ?? "/") ? house.handle(request) : pages.handle(request)),
})
