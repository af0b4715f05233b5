import { ConfigurationError } from "@escucha/core"
import { describe, expect, it } from "vitest"
import { restateEngine } from "../../src/engines/restate.ts"
import { restateSettingsOf } from "../../src/restate/options.ts"

const right = {
  ingress: "http://127.0.0.1:8080/",
  admin: "http://127.0.0.1:9070",
  database: "postgres://escucha:hush@localhost/escucha",
}
const key = "publickeyv1_2v2WjRGDSfWjTt3esjSsF3BkVTGvWbort8Jcr7U9h5x8"

const refusalOf = (options: object): unknown => {
  try {
    restateEngine({ ...right, ...options })
    return undefined
  } catch (failure) {
    return failure
  }
}

describe("the options of an engine on Restate", () => {
  it("need two addresses and a database; the rest is known", () => {
    expect(restateSettingsOf(right)).toMatchObject({
      ingress: "http://127.0.0.1:8080",
      service: "escucha",
      identityKeys: [],
      highWater: 100_000,
      database: { schema: "escucha" },
    })
    expect(restateSettingsOf({ ...right, serve: { port: 9080 } }).serve).toEqual({ port: 9080, host: "127.0.0.1" })
  })

  it.each<readonly [string, object]>([
    ["restate.ingress", { ingress: "restate" }],
    ["restate.ingress", { ingress: undefined }],
    ["restate.admin", { admin: "ftp://127.0.0.1" }],
    ["restate.admin", { admin: "http://hush:hush@127.0.0.1:9070" }],
    ["restate.database", { database: undefined }],
    ["postgres.url", { database: "mysql://hush@localhost" }],
    ["restate.serve", { serve: 9080 }],
    ["restate.serve.port", { serve: { port: 70_000 } }],
    ["restate.serve.host", { serve: { port: 1, host: "" } }],
    ["restate.url", { url: "shop.example" }],
    ["restate.identityKeys", { identityKeys: [] }],
    ["restate.identityKeys", { identityKeys: ["hush"] }],
    ["restate.identityKeys", { identityKeys: key }],
    ["restate.service", { service: "a/b" }],
    ["restate.service", { service: "Restate-shop" }],
    ["restate.service", { service: "openapi" }],
    ["restate.token", { token: "hush hush" }],
    ["restate.highWater", { highWater: 0 }],
    ["restate.identityKey", { identityKey: key }],
  ])("that cannot be are refused by name, without what was given: %s %j", (option, options) => {
    const refusal = refusalOf(options)
    expect(refusal).toBeInstanceOf(ConfigurationError)
    expect(refusal).toMatchObject({ option })
    expect(String(refusal)).not.toContain("hush")
  })

  it("say what to do about a name that Restate keeps for itself", () => {
    expect(refusalOf({ service: "restate_shop" })).toMatchObject({ message: expect.stringContaining('"escucha"') })
    expect(restateSettingsOf({ ...right, service: "shop-restate" }).service).toBe("shop-restate")
  })

  it("are checked for how it runs, too", async () => {
    const engine = restateEngine({ ...right, identityKeys: [key] })
    for (const limits of [
      { concurrency: 0, attempts: 3 },
      { concurrency: 1, attempts: 1.5 },
    ])
      await expect(engine.run(async () => {}, limits)).rejects.toBeInstanceOf(ConfigurationError)
  })
})

describe("an endpoint of an engine that does not run yet", () => {
  it("is closed to whoever does not sign", async () => {
    const engine = restateEngine({ ...right, identityKeys: [key] })
    for (const path of ["/discover", "/invoke/escucha/deliver"])
      expect((await engine.handler(new Request(`http://shop.example/restate${path}`))).status).toBe(401)
  })

  it("says aloud that nobody is asked to sign", async () => {
    const said: unknown[] = []
    const report = (failure: unknown) => void said.push(failure)
    await restateEngine({ ...right, report }).handler(new Request("http://shop.example/health"))
    expect(said).toMatchObject([{ option: "restate.identityKeys" }])
    await restateEngine({ ...right, report, serve: { port: 0 } }).handler(new Request("http://shop.example/health"))
    await restateEngine({ ...right, report, identityKeys: [key] }).handler(new Request("http://shop.example/health"))
    expect(said).toHaveLength(1)
  })
})
