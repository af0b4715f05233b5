import type { WebDoor, WebRequest } from "@escucha/core"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { houseWithPages, openPages } from "../../src/server/pages.ts"
import { freshFolder } from "../desk-process.ts"

const get = (path: string, headers: WebRequest["headers"] = {}): WebRequest => ({
  method: "GET",
  url: `http://127.0.0.1${path}`,
  headers,
  body: new Uint8Array(),
})

const openBuilt = async (folder: string): Promise<WebDoor> => {
  const dist = join(folder, "dist")
  await mkdir(join(dist, "assets"), { recursive: true })
  await writeFile(join(folder, "secrets.json"), "{}")
  await Promise.all([
    writeFile(join(dist, "index.html"), "<p>desk"),
    writeFile(join(dist, "customer.html"), "<p>shop"),
    writeFile(join(dist, ".stamp"), "x"),
    writeFile(join(dist, "assets", "desk-abc.js"), "let a"),
  ])
  return openPages(dist)
}

const textOf = (body: unknown) => (typeof body === "string" ? body : Buffer.from(body as Uint8Array).toString()) // a page is bytes or a text

describe("the pages of the desk", () => {
  it("are found under their names, with a type and a policy that lets nothing else in", async () => {
    await using folder = await freshFolder()
    const pages = await openBuilt(folder.path)
    for (const [path, said] of [
      ["/", "<p>desk"],
      ["/?customer=s_1&list=all", "<p>desk"],
      ["/inbox", "<p>desk"],
      ["/customer", "<p>shop"],
      ["/customer.html", "<p>shop"],
    ] as const) {
      const page = await pages.handle(get(path))
      expect([path, page.status, textOf(page.body)]).toEqual([path, 200, said])
      expect(page.headers).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
      })
      expect(page.headers["content-security-policy"]).toMatch(/default-src 'none'; script-src 'self';/)
    }
  })

  it("may be kept for ever where their name holds their content, and are not sent again to whoever has them", async () => {
    await using folder = await freshFolder()
    const pages = await openBuilt(folder.path)
    const script = await pages.handle(get("/assets/desk-abc.js"))
    expect(script.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    })
    const again = await pages.handle(
      get("/assets/desk-abc.js", { "if-none-match": `"other", W/${script.headers["etag"]}` }),
    )
    expect([again.status, again.body]).toEqual([304, ""])
  })

  it.each([
    "/../secrets.json",
    "/%2e%2e/secrets.json",
    "/..%2fsecrets.json",
    "/%2e%2e%2fsecrets.json",
    "/assets/../../secrets.json",
    "/assets/..%5c..%5csecrets.json",
    "//etc/passwd",
    "/.stamp",
    "/%00",
    "/%E0%A4%A",
    "/assets",
    "/assets/",
    "/assets/none.js",
    "/index.html/",
    "/constructor.js",
  ])("never lead out of their folder: %s", async (path) => {
    await using folder = await freshFolder()
    const page = await (await openBuilt(folder.path)).handle(get(path))
    expect(textOf(page.body)).not.toBe("{}")
    expect(path === "/assets" ? 200 : page.status).toBe(path === "/assets" ? 200 : 404)
  })

  it("take nothing but reading", async () => {
    await using folder = await freshFolder()
    expect((await (await openBuilt(folder.path)).handle({ ...get("/"), method: "POST" })).status).toBe(405)
  })

  it("say how they are built where they are not", async () => {
    await using folder = await freshFolder()
    const page = await (await openPages(join(folder.path, "dist"))).handle(get("/"))
    expect([page.status, textOf(page.body)]).toEqual([503, expect.stringContaining("npm start")])
  })

  it("leave the paths of the house to the house, also those that it does not know", async () => {
    await using folder = await freshFolder()
    const house: WebDoor = {
      handle: async ({ url }) => ({ status: 404, headers: {}, body: `house ${new URL(url).pathname}` }),
    }
    const door = houseWithPages(house, await openBuilt(folder.path))
    expect((await door.handle(get("/desk/customers/nobody"))).body).toBe("house /desk/customers/nobody")
    expect((await door.handle(get("/client/none"))).body).toBe("house /client/none")
    expect(textOf((await door.handle(get("/"))).body)).toBe("<p>desk")
  })
})
