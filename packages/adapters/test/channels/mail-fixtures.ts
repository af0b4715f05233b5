import type { HttpResponse, WebhookRequest } from "@escucha/core"

/** When every webhook here was signed. */
export const signedAt = Date.UTC(2026, 0, 1)
/** What the customer wrote. */
export const words = "¿dónde está mi pedido?"
/** Who wrote. */
export const ana = "ana@example.com"

/** An answer of a provider. */
export const answer = (status: number, body: unknown, headers: HttpResponse["headers"] = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
})

/** A call of a provider. */
export const call = (body: string, headers: WebhookRequest["headers"] = {}): WebhookRequest => ({
  method: "POST",
  url: "https://shop.example/hooks/mail",
  headers: { "content-type": "application/json", ...headers },
  body,
})
