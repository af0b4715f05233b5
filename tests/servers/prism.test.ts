import { describe, expect, it } from "vitest"
import { startPrism } from "./support/prism.ts"
import { serverOf } from "./support/server.ts"

// What a provider's description demands of every caller: WhatsApp's wants a name and a version.
const agent = { "user-agent": "escucha/1.0.0" }

const post = async (url: string, body: URLSearchParams | object, headers: { readonly [name: string]: string } = {}) => {
  const isForm = body instanceof URLSearchParams
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      ...agent,
      "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json",
      ...headers,
    },
    body: isForm ? body : JSON.stringify(body),
  })
  return { status: answer.status, text: await answer.text() }
}

describe("Twilio as Twilio describes itself", () => {
  const twilio = serverOf("prism with Twilio's description", () => startPrism("subset_twilio_messages_calls.json"))
  const account = `AC${"0".repeat(32)}`
  const authorization = `Basic ${Buffer.from(`${account}:token`).toString("base64")}`
  const messages = (url: string, sid: string): string => `${url}/2010-04-01/Accounts/${sid}/Messages.json`
  const text = { To: "+34600333444", From: "+34600111222", Body: "hola" }

  it("takes a text", async ({ skip }) => {
    const { url } = twilio(skip)
    expect(await post(messages(url, account), new URLSearchParams(text), { authorization })).toMatchObject({
      status: 201,
    })
  })

  it("names what is missing, and lets nobody in without a key", async ({ skip }) => {
    const { url } = twilio(skip)
    const { To: _, ...incomplete } = text
    const refused = await post(messages(url, account), new URLSearchParams(incomplete), { authorization })
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining("To") })
    expect(await post(messages(url, "me"), new URLSearchParams(text), { authorization })).toMatchObject({ status: 422 })
    expect(await post(messages(url, account), new URLSearchParams(text))).toMatchObject({ status: 401 })
  })
})

describe("WhatsApp as Meta describes it", () => {
  const whatsapp = serverOf("prism with WhatsApp's description", () =>
    startPrism("subset_whatsapp_messages_media.json"),
  )
  const text = {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: "34600333444",
    type: "text",
    text: { body: "hola" },
  }

  it("takes a text, and names what is missing", async ({ skip }) => {
    const { url } = whatsapp(skip)
    const headers = { authorization: "Bearer token" }
    expect(await post(`${url}/v23.0/106540352242922/messages`, text, headers)).toMatchObject({ status: 200 })
    const { messaging_product: _, ...incomplete } = text
    const refused = await post(`${url}/v23.0/106540352242922/messages`, incomplete, headers)
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining("messaging_product") })
  })
})
