import * as fc from "fast-check"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeHashing, webHashing, type Hashing } from "../../src/channel/signature-hashing.ts"
import { verifyCheck, type Check } from "../../src/channel/signature.ts"

const node = nodeHashing()
const paths: readonly (readonly [string, Hashing])[] = [
  ...(node ? [["by Node", node] as const] : []),
  ["by WebCrypto", webHashing] as const,
]

// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
const published = {
  scheme: "hmac-sha256",
  key: "It's a Secret to Everybody",
  signed: "Hello, World!",
  encoding: "hex",
  given: "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
} as const satisfies Check
const token = { scheme: "token", given: "s3cret-token", expected: "s3cret-token" } as const satisfies Check
const now = Date.UTC(2026, 0, 1)

const flip = (text: string, bit: number): string => {
  const place = Math.floor(bit / 7) % text.length
  return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ (1 << (bit % 7))) + text.slice(place + 1)
}

const accepted = async <Kind extends Check>(
  check: Kind,
  hashing: Hashing,
  change: (check: Kind, bit: number) => Check,
): Promise<number> => {
  const results = await Promise.all(
    Array.from({ length: 1_000 }, (_, bit) => verifyCheck(change(check, bit), now, { hashing })),
  )
  return results.filter(Boolean).length
}

describe.each(paths)("a signature checked %s", (_, hashing) => {
  it("passes when it is genuine", async () => {
    expect(await verifyCheck(published, now, { hashing })).toBe(true)
    expect(await verifyCheck(token, now, { hashing })).toBe(true)
  })

  it("is refused one bit away, 1,000 times over", async () => {
    expect(await accepted(published, hashing, (check, bit) => ({ ...check, given: flip(check.given, bit) }))).toBe(0)
    expect(await accepted(token, hashing, (check, bit) => ({ ...check, given: flip(check.given, bit) }))).toBe(0)
    expect(await accepted(published, hashing, (check, bit) => ({ ...check, signed: flip(check.signed, bit) }))).toBe(0)
    expect(await accepted(published, hashing, (check, bit) => ({ ...check, key: flip(check.key, bit) }))).toBe(0)
  })

  it("is refused in a second spelling of the same bytes", async () => {
    expect(await verifyCheck({ ...published, given: published.given?.toUpperCase() }, now, { hashing })).toBe(false)
  })

  it("is refused when nothing was given or the secret is empty", async () => {
    for (const given of [undefined, ""]) {
      expect(await verifyCheck({ ...published, given }, now, { hashing })).toBe(false)
      expect(await verifyCheck({ ...token, given }, now, { hashing })).toBe(false)
      expect(await verifyCheck({ scheme: "token", given, expected: "" }, now, { hashing })).toBe(false)
    }
    expect(
      await verifyCheck(
        {
          scheme: "hmac-sha256",
          key: "",
          signed: "",
          encoding: "hex",
          given: "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad",
        },
        now,
        { hashing },
      ),
    ).toBe(false)
  })

  it.each([
    [-301, false],
    [-300, true],
    [0, true],
    [300, true],
    [301, false],
  ])("read %i seconds after it was signed: %s", async (age, passes) => {
    const at = { seconds: now / 1000 - age, tolerance: 300 }
    expect(await verifyCheck({ ...published, at }, now, { hashing })).toBe(passes)
  })

  it("is refused when the time is missing or no number", async () => {
    for (const seconds of [undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(await verifyCheck({ ...published, at: { seconds, tolerance: 300 } }, now, { hashing })).toBe(false)
    }
  })
})

describe("both ways of checking", () => {
  it("give the same signature of any key and text", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: "binary" }),
        fc.string({ unit: "binary" }),
        async (key, text) => {
          for (const form of [key, new TextEncoder().encode(key)]) {
            expect([...(await (node ?? webHashing).sign("hmac-sha256", form, text))]).toEqual([
              ...(await webHashing.sign("hmac-sha256", form, text)),
            ])
          }
        },
      ),
    )
  })

  it.runIf(node)("answer at once on Node", () => {
    expect(verifyCheck(published, now)).toBe(true)
  })
})

interface Vector {
  readonly id: string
  readonly scheme: string
  readonly secret: string
  readonly body: string
  readonly headers: { readonly [name: string]: string }
  readonly now?: number
}

const file = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "messaging/vectors/webhook-vectors.json",
)
type Signed = Check & { readonly scheme: "hmac-sha256"; readonly given: string }
const checkOf = ({ scheme, secret, body, headers, now: at = 0 }: Vector): Signed | undefined => {
  const header = (name: string) => headers[name] ?? ""
  if (scheme === "line")
    return { scheme: "hmac-sha256", key: secret, signed: body, given: header("x-line-signature"), encoding: "base64" }
  if (scheme === "github")
    return {
      scheme: "hmac-sha256",
      key: secret,
      signed: body,
      given: header("x-hub-signature-256").slice(7),
      encoding: "hex",
    }
  if (scheme === "slack") {
    const seconds = header("x-slack-request-timestamp")
    return {
      scheme: "hmac-sha256",
      key: secret,
      signed: `v0:${seconds}:${body}`,
      given: header("x-slack-signature").slice(3),
      encoding: "hex",
      at: { seconds: Number(seconds), tolerance: 300 },
    }
  }
  if (scheme !== "standard-webhooks" || at === 0) return undefined
  const seconds = header("webhook-timestamp")
  return {
    scheme: "hmac-sha256",
    key: Buffer.from(secret.slice(6), "base64"),
    signed: `${header("webhook-id")}.${seconds}.${body}`,
    given: header("webhook-signature").slice(3),
    encoding: "base64",
    at: { seconds: Number(seconds), tolerance: 300 },
  }
}

describe.skipIf(!existsSync(file))("published vectors (skipped: data not present)", () => {
  const vectors: readonly Vector[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []
  const known = vectors.flatMap((vector) => {
    const check = checkOf(vector)
    return check ? [{ id: vector.id, check, at: (vector.now ?? 0) * 1000 }] : []
  })
  it("are there for four schemes", () => expect(known.length).toBeGreaterThanOrEqual(4))
  it.each(known)("$id passes, and no flipped bit does", async ({ check, at }) => {
    for (const [, hashing] of paths) {
      expect(await verifyCheck(check, at, { hashing })).toBe(true)
      const results = await Promise.all(
        Array.from({ length: 1_000 }, (_, bit) =>
          verifyCheck({ ...check, given: flip(check.given, bit) }, at, { hashing }),
        ),
      )
      expect(results.filter(Boolean)).toEqual([])
    }
  })
})
