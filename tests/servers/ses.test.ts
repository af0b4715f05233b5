import { expect, it } from "vitest"
import { serverOf } from "./support/server.ts"
import { startSes } from "./support/ses.ts"

const ses = serverOf("aws-ses-v2-local", startSes)

const send = (url: string, body: object, headers: { readonly authorization?: string }) =>
  fetch(`${url}/v2/email/outbound-emails`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
const authorization = "AWS4-HMAC-SHA256 Credential=key/20260302/eu-west-1/ses/aws4_request"
const mail = {
  FromEmailAddress: "help@shop.example",
  Destination: { ToAddresses: ["ana@mail.example"] },
  Content: { Simple: { Subject: { Data: "Your order" }, Body: { Text: { Data: "On its way" } } } },
}

it("takes a mail, names it and keeps it", async ({ skip }) => {
  const { url, mails } = ses(skip)
  const answer = await send(url, mail, { authorization })
  expect(answer.status).toBe(200)
  const { MessageId } = (await answer.json()) as { readonly MessageId: string }
  expect(await mails()).toMatchObject([
    {
      messageId: MessageId,
      from: "help@shop.example",
      subject: "Your order",
      destination: { to: ["ana@mail.example"] },
      body: { text: "On its way" },
    },
  ])
})

it("refuses who does not sign, and what is no mail", async ({ skip }) => {
  const { url, mails } = ses(skip)
  const before = (await mails()).length
  expect((await send(url, mail, {})).status).toBe(403)
  expect((await send(url, { Destination: {} }, { authorization })).status).toBe(400)
  expect(await mails()).toHaveLength(before)
})
