import * as fc from "fast-check"
import { createHmac } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { verifyCheck } from "../../core/src/channel/signature.ts"
import { standardWebhook, webhookKey } from "../src/standard-webhooks.ts"

const now = Date.UTC(2026, 0, 1)
const secret = `whsec_${Buffer.from("secret of one, 24 bytes!").toString("base64")}`
const other = `whsec_${Buffer.from("secret of two, 24 bytes!").toString("base64")}`
const signed = (id: string, seconds: number, body: string, by = secret) =>
  `v1,${createHmac("sha256", webhookKey(by)).update(`${id}.${seconds}.${body}`).digest("base64")}`
const webhook = (body: string, signature: string, seconds = now / 1_000, name = "webhook", id = "msg_1") => ({
  method: "POST",
  url: "https://shop.example/hooks/x",
  headers: { [`${name}-id`]: id, [`${name}-timestamp`]: String(seconds), [`${name}-signature`]: signature },
  body,
})

describe("a standard webhook", () => {
  it("is believed under any of the secrets and any of the signatures, and under no other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (body) => {
        const [ours, theirs] = [signed("msg_1", now / 1_000, body), signed("msg_1", now / 1_000, body, other)]
        const passes = (given: string, secrets: readonly string[], name?: "svix") =>
          verifyCheck(standardWebhook(webhook(body, given, undefined, name), secrets, name), now)
        expect(await passes(ours, [secret])).toBe(true)
        expect(await passes(ours, [secret], "svix")).toBe(true)
        expect(await passes(`${theirs} ${ours}`, [secret])).toBe(true)
        expect(await passes(ours, [other, secret])).toBe(true)
        expect(await passes(theirs, [secret])).toBe(false)
        expect(await passes(ours.replace("v1,", "v1a,"), [secret])).toBe(false)
        expect(await passes(ours.slice(3), [secret])).toBe(false)
      }),
      { numRuns: 300 },
    )
  })

  it("is believed five minutes before and after our clock, and not a second longer", async () => {
    const at = async (seconds: number) =>
      verifyCheck(standardWebhook(webhook("x", signed("msg_1", seconds, "x"), seconds), [secret]), now)
    expect(await Promise.all([-300, 300].map((skew) => at(now / 1_000 + skew)))).toEqual([true, true])
    expect(await Promise.all([-301, 301].map((skew) => at(now / 1_000 + skew)))).toEqual([false, false])
  })
})

const file = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../shared/data"),
  "messaging/vectors/webhook-vectors.json",
)
const Vector = z.object({
  scheme: z.enum(["standard-webhooks", "svix"]),
  secret: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})
describe.skipIf(!existsSync(file))("the published vectors (skipped: data not present)", () => {
  it("are believed", async () => {
    const vectors = z
      .array(z.unknown())
      .parse(JSON.parse(readFileSync(file, "utf8")))
      .flatMap((each) => Vector.safeParse(each).data ?? [])
    expect(vectors.length).toBeGreaterThan(0)
    for (const { secret: of, headers, body } of vectors) {
      const name = Object.hasOwn(headers, "svix-id") ? "svix" : "webhook"
      const request = { method: "POST", url: "https://shop.example/hooks/x", headers, body }
      const at = Number(headers[`${name}-timestamp`]) * 1_000
      expect(await verifyCheck(standardWebhook(request, [of], name), at)).toBe(true)
      expect(await verifyCheck(standardWebhook({ ...request, body: `${body} ` }, [of], name), at)).toBe(false)
    }
  })
})
