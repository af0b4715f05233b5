import { describe, expect, it } from "vitest"
import type { WebRequest } from "../../../src/runtime/web/request.ts"
import { createRouter, json, type Route, type RouteGroup } from "../../../src/runtime/web/router.ts"

const asking = (method: string, url: string): WebRequest => ({ method, url, headers: {}, body: new Uint8Array() })

const saying = (method: Route["method"], path: string): Route => ({
  method,
  path,
  answer: async ({ parameters }) => json(200, { path, parameters }),
})

const bodyOf = async (answered: ReturnType<ReturnType<typeof createRouter>>) =>
  JSON.parse(String((await answered).body))

/** A house with a hook that is there at once and a desk that is loaded by the first call, as often as `load` says. */
const aHouse = (load?: () => Promise<readonly Route[]>) => {
  const seen = { loads: 0, reports: new Array<unknown>() }
  const desk: RouteGroup = {
    under: ["/desk/", "/c/"],
    load: async () => {
      seen.loads++
      return load
        ? load()
        : [saying("GET", "/desk/inbox"), saying("POST", "/desk/customers/:id"), saying("GET", "/c/:token")]
    },
  }
  const handle = createRouter([saying("POST", "/hooks/:channel"), desk], {
    prefix: "/app",
    report: (failure) => seen.reports.push(failure),
  })
  return { handle, seen }
}

describe("routes that are loaded later", () => {
  it("answer the first call as every later one, and are loaded once", async () => {
    const { handle, seen } = aHouse()
    expect(await bodyOf(handle(asking("GET", "/app/desk/inbox?limit=1")))).toEqual({
      path: "/desk/inbox",
      parameters: {},
    })
    expect(await bodyOf(handle(asking("POST", "/app/desk/customers/s_1")))).toMatchObject({ parameters: { id: "s_1" } })
    expect(await bodyOf(handle(asking("GET", "/app/c/t1")))).toMatchObject({ parameters: { token: "t1" } })
    expect(seen.loads).toBe(1)
  })

  it("are not loaded by a call of anything else", async () => {
    const { handle, seen } = aHouse()
    expect((await handle(asking("POST", "/app/hooks/telegram"))).status).toBe(200)
    for (const url of ["/app/", "/desk/inbox", "/app/desk", "/app/deskx/inbox", "/app/hooks/desk/inbox"])
      expect({ url, status: (await handle(asking("GET", url))).status }).toEqual({ url, status: 404 })
    expect(seen.loads).toBe(0)
  })

  it("name the method that a path takes, also to the first call", async () => {
    const { handle } = aHouse()
    expect(await handle(asking("POST", "/app/desk/inbox"))).toMatchObject({ status: 405, headers: { allow: "GET" } })
    expect((await handle(asking("GET", "/app/desk/nothing"))).status).toBe(404)
  })

  it("answer calls that come together, and lie in the table once", async () => {
    const { handle } = aHouse()
    const all = await Promise.all(Array.from({ length: 8 }, () => handle(asking("GET", "/app/c/t1"))))
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
    expect(await handle(asking("POST", "/app/c/t1"))).toMatchObject({ status: 405, headers: { allow: "GET" } })
  })

  it("answer 500 where they could not be loaded, which is reported, and try again at the next call", async () => {
    const broken = new TypeError("a file is gone")
    let isThere = false
    const { handle, seen } = aHouse(async () => {
      if (!isThere) throw broken
      return [saying("GET", "/desk/inbox")]
    })
    expect((await handle(asking("GET", "/app/desk/inbox"))).status).toBe(500)
    expect(seen.reports).toEqual([broken])
    isThere = true
    expect((await handle(asking("GET", "/app/desk/inbox"))).status).toBe(200)
    expect(seen.loads).toBe(2)
  })
})
