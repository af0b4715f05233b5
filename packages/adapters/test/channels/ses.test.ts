import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { verifyCheck } from "../../../core/src/channel/signature.ts"
import { ses } from "../../src/channels/ses.ts"
import { ana, answer, call, signedAt, words } from "./mail-fixtures.ts"
import { byHttp, headers, inboundOf, jsonOf, pdf, plain, rich } from "./provider-requests.ts"
import { bounce, config, delivery, envelope, event, raw, received, subject } from "./ses.subject.ts"

describe("ses as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const channel = byHttp(ses(config))
const context = { now: signedAt, access: "" }
const read = (webhook: ReturnType<typeof call>) => channel.inbound?.parse(webhook) ?? { inbound: [] }
const come = (webhook: ReturnType<typeof call>) => inboundOf(read(webhook))

describe("a mail through SES", () => {
  it("has everything that a mail has", () => {
    const request = channel.request(rich, context)
    const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" })
    expect(request.url).toBe("https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails")
    expect(jsonOf(request)).toEqual({
      FromEmailAddress: '"Tienda" <hola@shop.example>',
      Destination: { ToAddresses: [ana] },
      Content: {
        Simple: {
          Subject: utf8("Tu pedido"),
          Body: { Text: utf8(plain), Html: utf8(rich.content.text) },
          Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
          Attachments: [
            {
              FileName: "factura.pdf",
              ContentType: "application/pdf",
              RawContent: pdf,
              ContentDisposition: "ATTACHMENT",
              ContentTransferEncoding: "BASE64",
            },
          ],
        },
      },
      EmailTags: [{ Name: "escucha", Value: "m_1" }],
    })
  })

  it("is signed for its own region and this very moment", () => {
    const { authorization = "", "x-amz-date": date } = channel.request(rich, context).headers
    expect(date).toBe("20260101T000000Z")
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDOFONE\/20260101\/eu-west-1\/ses\/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=[\da-f]{64}$/,
    )
  })

  it("that AWS refuses says nothing of the person when the credentials or the region are wrong", () => {
    for (const status of [403, 404])
      expect(channel.receipt(answer(status, { message: "x" }))).toMatchObject({ error: { reason: "auth", sent: "no" } })
  })
})

describe("what SES tells", () => {
  it.each([
    ["Delivery", delivery, { status: "delivered" }],
    ["Bounce", bounce(), { status: "failed", error: "Permanent General", suppress: "bounce" }],
    ["Bounce", bounce({ bounceType: "Transient", bounceSubType: "MailboxFull" }), { error: "Transient MailboxFull" }],
    [
      "Complaint",
      { complaint: { complainedRecipients: [{ emailAddress: ana }] } },
      { status: "delivered", suppress: "complaint" },
    ],
    ["Reject", { reject: { reason: "Bad content" } }, { status: "failed", error: "Bad content" }],
    ["Rendering Failure", { failure: {} }, { status: "failed" }],
  ])("%s %o is a receipt", (kind, change, receipt) => {
    const [came] = come(event(kind, change))
    expect(came).toMatchObject({ type: "receipt", address: ana, at: signedAt, ...receipt })
    expect(came?.type === "receipt" && came.suppress).toBe("suppress" in receipt ? receipt.suppress : undefined)
  })

  it.each(["Open", "Click", "Send", "DeliveryDelay"])("%s says nothing of a person or of an end", (kind) => {
    expect(come(event(kind, {}))).toEqual([])
  })

  it("of several addresses are several receipts", () => {
    const list = [{ emailAddress: ana }, { emailAddress: "Eva <eva@example.com>" }]
    const came = come(event("Bounce", bounce({ bouncedRecipients: list })))
    expect(came.map(({ address }) => address)).toEqual([ana, "eva@example.com"])
    expect(new Set(came.map(({ id }) => id)).size).toBe(2)
  })

  it("of a mail that came in is that mail, vouched for where DMARC passed", () => {
    const [came] = come(
      received(
        raw(words, ["In-Reply-To: <0102-03@eu-west-1.amazonses.com>", "Content-Type: text/plain; charset=utf-8"]),
      ),
    )
    expect(came).toMatchObject({
      address: ana,
      name: "Ana Ruiz",
      text: words,
      provider: "<one@mail.example>",
      repliesTo: "0102-03",
      metadata: { subject: "Mi pedido nº 5" },
    })
    expect(came).not.toHaveProperty("claimed")
    expect(come(received(raw(), { dmarcVerdict: { status: "GRAY" } }))[0]).toMatchObject({ claimed: true })
  })

  it.each([
    ["an encoded word with brackets", "=?utf-8?q?=3Ceva=40bank.example=3E?= <x@evil.example>"],
    ["quotes with brackets", '"<eva@bank.example>" <x@evil.example>'],
    ["an encoded word behind a bare address", "x@evil.example =?utf-8?q?=3Ceva=40bank.example=3E?="],
    ["two people", "x@evil.example, Eva <eva@bank.example>"],
    ["an address for a name", "x@evil.example <eva@bank.example>"],
    ["a comment", "Eva (x@evil.example) <eva@bank.example>"],
    ["nobody", "undisclosed"],
  ])("believes nobody to be another whose From has %s, though DMARC passed", (_, from) => {
    const content = raw().replace(/^From: .*$/m, `From: ${from}`)
    const believed = come(received(content, {}, "eva@bank.example")).filter((one) => !("claimed" in one && one.claimed))
    expect(believed.map(({ address }) => address)).not.toContain("eva@bank.example")
  })

  it("of a mail in base64 is read as well, in its own letters", () => {
    const content = Buffer.from(raw("señor", ["Content-Type: text/plain; charset=iso-8859-1"]), "latin1").toString(
      "base64",
    )
    expect(come(received(content, { action: { type: "SNS", encoding: "BASE64" } }))[0]).toMatchObject({ text: "señor" })
  })

  const withFile = raw(
    [
      `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${words}`,
      `--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\nUE5H`,
      "--b--",
    ].join("\r\n"),
    ["Content-Type: multipart/mixed; boundary=b"],
  )
  it("of a file is that file, but not where it has a virus", () => {
    expect(come(received(withFile))[0]).toMatchObject({
      text: words,
      attachments: [{ kind: "image", name: "a.png", size: 3 }],
    })
    const [infected] = come(received(withFile, { virusVerdict: { status: "FAIL" } }))
    expect(infected).toMatchObject({ text: words, unsupported: "attachment" })
    expect(infected).not.toHaveProperty("attachments")
  })

  it("of a mail that lies elsewhere is kept as one that we cannot show", () => {
    expect(come(received(undefined))[0]).toMatchObject({ address: ana, text: "", unsupported: "mail-elsewhere" })
  })

  const confirmation = (change: object = {}) =>
    envelope({
      Type: "SubscriptionConfirmation",
      Token: "token",
      Message: "You have chosen to subscribe",
      SubscribeURL: "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=token",
      ...change,
    })
  it("for the first time is a question that we answer, at AWS alone", () => {
    expect(read(confirmation())).toEqual({
      inbound: [],
      calls: [
        {
          method: "GET",
          url: "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=token",
          headers: {},
        },
      ],
    })
    for (const SubscribeURL of [
      "https://sns.eu-west-1.amazonaws.com.evil.example/",
      "https://sns.us-east-1.amazonaws.com/",
      "http://sns.eu-west-1.amazonaws.com/",
      "https://sns.eu-west-1.amazonaws.com@evil.example/",
      "javascript:alert(1)",
    ])
      expect(read(confirmation({ SubscribeURL }))).toHaveProperty("problem")
  })

  it("under the topic of somebody else is not believed, though AWS signed it", async () => {
    const { published, foreign, valid } = subject.webhooks ?? {}
    const passes = async (webhook: ReturnType<typeof call> | undefined) =>
      webhook &&
      channel.inbound &&
      verifyCheck(channel.inbound.verify(webhook), signedAt, { keysAt: async ({ url }) => published?.(url) })
    expect(await passes(valid)).toBe(true)
    expect(await passes(foreign)).toBe(false)
  })

  it("with the certificate of somebody else is looked up nowhere but at our own region", () => {
    for (const url of [
      "https://evil.example/a.pem",
      "https://sns.us-east-1.amazonaws.com/a.pem",
      "https://sns.eu-west-1.amazonaws.com/a.pem",
      "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123.pem?a=1",
      "file:///a.pem",
      "x",
    ]) {
      const { body } = received(raw())
      const check = channel.inbound?.verify(
        call(body.replace(/"SigningCertURL":"[^"]*"/, `"SigningCertURL":${JSON.stringify(url)}`)),
      )
      expect(JSON.stringify(check)).toContain('"url":"https://sns.eu-west-1.amazonaws.com/"')
    }
    const foreign = channel.inbound?.verify(envelope({ Message: "{}", TopicArn: `${config.topics[0]}x` }))
    expect(JSON.stringify(foreign)).toContain('"url":"https://sns.eu-west-1.amazonaws.com/"')
  })
})
