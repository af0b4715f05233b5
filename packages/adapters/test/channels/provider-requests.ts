import type { Channel, HttpRequest, Outgoing, Parsed } from "@escucha/core"
import { expect } from "vitest"

/** A channel that is called by HTTP. */
export const byHttp = (channel: Channel): Extract<Channel, { readonly shape: "http" }> => {
  if (channel.shape !== "http") throw new TypeError("it is no channel that is called by HTTP")
  return channel
}

export const message = (change: Partial<Outgoing> = {}): Outgoing => ({
  id: "m_1",
  address: "ana@example.com",
  content: { text: "¿Ha llegado?" },
  attempt: 1,
  ...change,
})

/** A message with a file, markup, and everything else that a mail may have. */
export const rich: Outgoing = message({
  content: {
    text: 'Tu <b>pedido</b>: <a href="https://shop.example/p">míralo</a>',
    format: "html",
    subject: "Tu pedido",
    file: { url: "media:one", type: "application/pdf", name: "factura.pdf" },
  },
  files: { "media:one": { bytes: new TextEncoder().encode("%PDF"), type: "application/pdf", name: "factura.pdf" } },
  automatic: true,
  inReplyTo: "<one@mail.example>",
  unsubscribe: "https://shop.example/u/token",
})

/** What a rich message is in plain text. */
export const plain = "Tu pedido: míralo (https://shop.example/p)"
/** The headers of a rich message, by their names. */
export const headers = {
  "Auto-Submitted": "auto-replied",
  "List-Unsubscribe": "<https://shop.example/u/token>",
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  "In-Reply-To": "<one@mail.example>",
  References: "<one@mail.example>",
}
/** The bytes of its file. */
export const pdf = Buffer.from("%PDF").toString("base64")

/** The JSON of a request. */
export const jsonOf = ({ body }: HttpRequest): unknown => JSON.parse(String(body))

/** What came in. */
export const inboundOf = (parsed: Parsed) => {
  expect(parsed).toHaveProperty("inbound")
  return "inbound" in parsed ? parsed.inbound : []
}
