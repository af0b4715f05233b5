import { createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import { believeNoForgery, believeTheSame, type Judge, type Ours } from "../src/judge.ts"

const signatureOf = (body: string): string => createHmac("sha256", "secret").update(body).digest("hex")
const judge: Judge = {
  covers: ["body", "x-signature"],
  sign: (body) => ({
    method: "POST",
    url: "https://shop.example/hooks/acme",
    headers: { "x-signature": signatureOf(body) },
    body,
  }),
  accepts: ({ body, headers }) => headers["x-signature"] === signatureOf(body),
}
const honest: Ours = judge.accepts

describe("a judge", () => {
  it("finds nothing wrong with who believes what is genuine and nothing else", async () => {
    await expect(believeTheSame(judge, honest)).resolves.toBeUndefined()
    await expect(believeNoForgery(judge, honest)).resolves.toBeUndefined()
  })

  it.each<readonly [string, Ours]>([
    ["believes everything", () => true],
    [
      "looks at the start of the signature alone",
      ({ body, headers }) => headers["x-signature"]?.slice(0, 8) === signatureOf(body).slice(0, 8),
    ],
    ["does not look at the body", ({ headers }) => /^[\da-f]{64}$/.test(headers["x-signature"] ?? "")],
    [
      "takes capital letters for small ones",
      ({ body, headers }) => headers["x-signature"]?.toLowerCase() === signatureOf(body),
    ],
  ])("catches who %s", async (_, ours) => {
    await expect(believeNoForgery(judge, ours)).rejects.toThrow("Property failed")
  })

  it.each<readonly [string, Ours]>([
    ["believes nothing", () => false],
    [
      "stumbles over signs that are no ASCII",
      (request, now) => /^[\0-\x7f]*$/.test(request.body) && honest(request, now),
    ],
  ])("catches who %s", async (_, ours) => {
    await expect(believeTheSame(judge, ours)).rejects.toThrow("Property failed")
  })
})
