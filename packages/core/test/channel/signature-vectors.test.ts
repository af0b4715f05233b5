import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { webHashing } from "../../src/channel/signature-hashing.ts"
import { webPublicKeys } from "../../src/channel/signature-key.ts"
import { type Check, verifyCheck } from "../../src/channel/signature.ts"

// Signatures that the providers' own libraries made or accepted. How each signs is said here once more, apart from our adapters.
const folder = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/vectors",
)
const paths = [{}, { hashing: webHashing, publicKeys: webPublicKeys() }] as const

interface Vector {
  readonly [name: string]: unknown
  readonly scheme: string
  readonly name?: string
  readonly body?: string
  readonly header?: { readonly [name: string]: string | number }
  readonly verdict?: boolean
}
interface Case {
  readonly name: string
  readonly check: Check
  readonly now: number
  readonly passes: boolean
}

const read = <Value>(file: string): readonly Value[] => {
  const path = resolve(folder, file)
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as readonly Value[]) : [] // the form is told beside the files
}
const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "")

/** Every value behind its name, in the order of names and then of values, each once: https://www.twilio.com/docs/usage/security */
const twilioText = (url: string, form: { readonly [name: string]: string | readonly string[] }): string =>
  url +
  Object.keys(form)
    .toSorted()
    .flatMap((name) => [...new Set([form[name] ?? ""].flat())].toSorted().map((value) => name + value))
    .join("")

const hmac = (
  scheme: "hmac-sha256" | "hmac-sha1",
  encoding: "hex" | "base64",
  key: string | Uint8Array,
  signed: string | Uint8Array,
  given: string,
): Check => ({ scheme, encoding, key, signed, given })

const checkOf = (vector: Vector): { readonly check: Check; readonly now?: number } | undefined => {
  const header = (name: string) => text(vector.header?.[name])
  const body = vector.body ?? ""
  switch (vector.scheme) {
    case "twilio-v1": {
      const { url, params, authToken } = vector
      // a form, by the scheme; one of them was signed with the port of https in its address
      const form = params as { readonly [name: string]: string | readonly string[] }
      const signed = vector.name?.startsWith("signed-with-:443") ? text(url).replace("x.test", "x.test:443") : text(url)
      return {
        check: hmac("hmac-sha1", "base64", text(authToken), twilioText(signed, form), header("X-Twilio-Signature")),
      }
    }
    case "slack-v0": {
      const seconds = header("x-slack-request-timestamp")
      const key = text(vector["signingSecret"])
      const given = header("x-slack-signature").slice(3)
      const at = { seconds: Number(seconds), tolerance: 300 }
      const check = { ...hmac("hmac-sha256", "hex", key, `v0:${seconds}:${body}`, given), at } as Check // one of HMAC
      return { check, now: Number(vector["nowMs"]) }
    }
    case "standard-webhooks": {
      if (typeof vector["signature"] !== "string") return undefined
      const key = Buffer.from(text(vector["secret"]).slice(6), "base64")
      const signed = `${text(vector["id"])}.${text(vector["timestamp"])}.${body}`
      return { check: hmac("hmac-sha256", "base64", key, signed, vector["signature"].slice(3)) }
    }
    case "line":
      return {
        check: hmac("hmac-sha256", "base64", text(vector["channelSecret"]), body, header("x-line-signature")),
      }
    case "meta-x-hub-256":
      return {
        check: hmac("hmac-sha256", "hex", text(vector["appSecret"]), body, header("x-hub-signature-256").slice(7)),
      }
    case "viber":
      return {
        check: hmac("hmac-sha256", "hex", text(vector["authToken"]), body, header("X-Viber-Content-Signature")),
      }
    case "discord-ed25519":
      return {
        check: {
          scheme: "ed25519",
          key: text(vector["publicKey"]),
          signed: header("x-signature-timestamp") + body,
          given: header("x-signature-ed25519"),
        },
      }
    case "bird": {
      const digest = createHash("sha256").update(body).digest()
      const signed = Buffer.concat([
        Buffer.from(`${header("messagebird-request-timestamp")}\n${text(vector["url"])}\n`),
        digest,
      ])
      return {
        check: hmac("hmac-sha256", "base64", text(vector["signingKey"]), signed, header("messagebird-signature")),
      }
    }
    case "mailgun": {
      const { timestamp, token, signature } = vector["signature"] as { readonly [name: string]: string } // by the scheme
      return {
        check: hmac("hmac-sha256", "hex", text(vector["signingKey"]), `${timestamp}${token}`, signature ?? ""),
      }
    }
    case "vonage-signed-webhook": {
      const claims = { payload_hash: createHash("sha256").update(body).digest("hex") }
      const token = header("authorization").slice(7)
      const check: Check = {
        scheme: "jwt",
        token,
        keys: { secret: text(vector["signatureSecret"]) },
        claims,
        tolerance: 300,
      }
      return { check, now: 1_700_000_000_000 }
    }
    default:
      return undefined
  }
}

const signed = read<Vector>("signature-vectors.json").flatMap((vector): readonly Case[] => {
  const found = checkOf(vector)
  if (!found) return []
  // their library takes what comes from the future; our clock is two-sided
  const passes = (vector.verdict ?? true) && vector.name !== "age -301s"
  return [{ name: `${vector.scheme} ${vector.name ?? ""}`, check: found.check, now: found.now ?? 0, passes }]
})

interface Bird {
  readonly name: string
  readonly method: string
  readonly secret: string
  readonly url: string
  readonly payload?: string
  readonly timestamp: string
  readonly token: string
  readonly valid: boolean
}
const sha256 = (value: string) => createHash("sha256").update(value).digest("hex")
const birds = read<Bird>("messagebird-webhook-signature-jwt-reference.json").map((bird): Case => ({
  name: bird.name,
  now: Date.parse(bird.timestamp),
  passes: bird.valid && !/^HS(?:384|512) alg/.test(bird.name), // we say which algorithm, and it is HS256
  check: {
    scheme: "jwt",
    token: bird.token,
    keys: { secret: bird.secret },
    issuer: ["MessageBird"],
    claims: { url_hash: sha256(bird.url), payload_hash: bird.payload ? sha256(bird.payload) : null },
    tolerance: 1, // their reference leaves a second
  },
}))

interface Published {
  readonly scheme: string
  readonly publicKey?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: string
}
const sendgrid = read<Published>("webhook-vectors.json")
  .filter(({ scheme }) => scheme === "sendgrid-ecdsa")
  .map(({ publicKey = "", headers = {}, body = "" }): Case => ({
    name: "sendgrid",
    now: 0,
    passes: true,
    check: {
      scheme: "ecdsa-p256",
      key: publicKey,
      signed: `${headers["x-twilio-email-event-webhook-timestamp"]}${body}`,
      given: headers["x-twilio-email-event-webhook-signature"],
    },
  }))

const flip = (given: string, at: number): string => {
  const place = Math.floor((at / 1_000) * given.length)
  return given.slice(0, place) + String.fromCharCode(given.charCodeAt(place) ^ (1 << (at % 7))) + given.slice(place + 1)
}
const flipped = (check: Check, at: number): Check => {
  if (check.scheme === "jwt") return { ...check, token: flip(check.token ?? "", at) }
  // one signature, by the cases above
  return "given" in check && typeof check.given === "string"
    ? ({ ...check, given: flip(check.given, at) } as Check)
    : check
}

const all = [...signed, ...birds, ...sendgrid]

describe.skipIf(all.length === 0)("signatures that providers' libraries made (skipped: data not present)", () => {
  it("are there for eleven schemes", () => {
    expect(new Set(all.map(({ name }) => name.split(" ")[0])).size).toBeGreaterThanOrEqual(11)
    expect(birds.length).toBeGreaterThan(20)
  })
  it.each(all)("$name", async ({ check, now, passes }) => {
    for (const by of paths) {
      expect(await verifyCheck(check, now, by)).toBe(passes)
      const bits = await Promise.all(Array.from({ length: 1_000 }, (_, at) => verifyCheck(flipped(check, at), now, by)))
      expect(bits.filter(Boolean)).toEqual([])
    }
  })
})
