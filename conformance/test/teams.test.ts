import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto"
import { afterAll, beforeAll } from "vitest"
import { listening } from "../../tests/servers/support/http-server.ts"
import type { Server } from "../../tests/servers/support/server.ts"
import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly ChannelValidation: { OpenIdMetadataEndpoint?: string }
  readonly SimpleCredentialProvider: new (appId: string, password: string) => object
  readonly JwtTokenValidation: {
    readonly authenticateRequest: (activity: object, header: string, bot: object, service: string) => Promise<object>
  }
}

const appId = "11111111-2222-3333-4444-555555555555"
const issuer = "https://api.botframework.com"
const serviceUrl = "https://smba.trafficmanager.net/emea/"
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 })
const privateKey = createPrivateKey(pair.privateKey.export({ format: "pem", type: "pkcs8" }))
const key = { ...pair.publicKey.export({ format: "jwk" }), kid: "key-1", use: "sig", endorsements: ["msteams"] }
const keySet = JSON.stringify({ keys: [key] })

// Where Microsoft publishes its keys: for its own library on loopback, for us as what lies at the address that we ask for.
let microsoft: (Server & { readonly url: string }) | undefined
beforeAll(async () => {
  microsoft = await listening((request, response) => {
    response.setHeader("content-type", "application/json")
    response.end(request.url === "/keys" ? keySet : JSON.stringify({ issuer, jwks_uri: `${microsoft?.url}/keys` }))
  })
})
afterAll(() => microsoft?.stop())

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")

const tokenAt = (now: number, text: string): string => {
  const seconds = Math.floor(now / 1000)
  const claims = { iss: issuer, aud: appId, nbf: seconds, exp: seconds + 3600, serviceurl: serviceUrl, text }
  const signed = `${encoded({ alg: "RS256", typ: "JWT", kid: "key-1" })}.${encoded(claims)}`
  return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`
}

judged("teams", "botframework-connector", { appId }, (library: Library) => {
  const { ChannelValidation, SimpleCredentialProvider, JwtTokenValidation } = library
  ChannelValidation.OpenIdMetadataEndpoint = `${microsoft?.url}/configuration`
  const bot = new SimpleCredentialProvider(appId, "client-secret")
  return {
    covers: ["authorization"],
    published: (url) => (url === "https://login.botframework.com/v1/.well-known/keys" ? keySet : undefined),
    sign: (text, now) => ({
      method: "POST",
      url: hookOf("teams"),
      headers: { "content-type": "application/json", authorization: `Bearer ${tokenAt(now, text)}` },
      body: JSON.stringify({ type: "message", channelId: "msteams", serviceUrl, text }),
    }),
    accepts: ({ body, headers }) =>
      JwtTokenValidation.authenticateRequest(JSON.parse(body), headers["authorization"] ?? "", bot, "").then(
        () => true,
        () => false, // how the library says no
      ),
  }
})
