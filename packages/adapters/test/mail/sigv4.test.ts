import { createHash, createHmac } from "node:crypto"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { signedForAws } from "../../src/mail/sigv4.ts"

const account = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
}

/** The same by the words of the page of AWS, with the crypto of Node, for this one form of a call. */
const byHand = (body: string, secret: string, now: Date): string => {
  const day = now.toISOString().slice(0, 10).replaceAll("-", "")
  const time = `${day}T${now.toISOString().slice(11, 19).replaceAll(":", "")}Z`
  const hash = (text: string) => createHash("sha256").update(text).digest("hex")
  const seal = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest()
  const canonical = `POST\n/v2/email/outbound-emails\n\ncontent-type:application/json\nhost:email.us-east-1.amazonaws.com\nx-amz-date:${time}\n\ncontent-type;host;x-amz-date\n${hash(body)}`
  const key = seal(seal(seal(seal(`AWS4${secret}`, day), "us-east-1"), "ses"), "aws4_request")
  return seal(key, `AWS4-HMAC-SHA256\n${time}\n${day}/us-east-1/ses/aws4_request\n${hash(canonical)}`).toString("hex")
}

describe("a call of AWS", () => {
  it("is signed as the test suite of AWS has it (post-vanilla)", () => {
    // https://docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html
    const call = { method: "POST", url: "https://example.amazonaws.com/", headers: {}, body: "" }
    expect(signedForAws(call, account, "service", Date.UTC(2015, 7, 30, 12, 36))["authorization"]).toBe(
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    )
  })

  it("is signed as its page says, whatever it holds and whenever", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.string({ minLength: 1 }),
        fc.date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true }),
        (body, secretAccessKey, now) => {
          const call = {
            method: "POST",
            url: "https://email.us-east-1.amazonaws.com/v2/email/outbound-emails",
            headers: { "content-type": "application/json" },
            body,
          }
          const { authorization } = signedForAws(call, { ...account, secretAccessKey }, "ses", now.getTime())
          expect(authorization?.split("Signature=")[1]).toBe(byHand(body, secretAccessKey, now))
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it("with credentials that end signs their token, too", () => {
    const call = { method: "POST", url: "https://example.amazonaws.com/", headers: {}, body: "" }
    const headers = signedForAws(call, { ...account, sessionToken: "session" }, "service", 0)
    expect(headers["x-amz-security-token"]).toBe("session")
    expect(headers["authorization"]).toContain("SignedHeaders=host;x-amz-date;x-amz-security-token")
  })
})
