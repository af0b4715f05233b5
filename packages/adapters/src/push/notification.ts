import { DeliveryError, type Payload } from "@escucha/core"

/** What the service worker of the page gets, as JSON. */
export interface Notification {
  /** Our id of the message: shown under this tag, the same message twice is one notification. */
  readonly id: string
  readonly title: string
  readonly body: string
  /** What opens when it is tapped. */
  readonly url?: string
  readonly image?: string
}

/** 4096 bytes of a record, without its head, its padding and its tag: https://www.rfc-editor.org/rfc/rfc8291#section-4 */
const longestPayload = 3_993

/** What a browser is sent, or why it cannot be. */
export const notificationOf = (
  id: string,
  { subject, text, links = [], image }: Payload,
  title: string,
): { readonly payload: string } | { readonly error: DeliveryError } => {
  const [link] = links
  const notification: Notification = {
    id,
    title: subject ?? title,
    body: text,
    ...(link && { url: link.url }),
    ...(image && { image: image.url }),
  }
  const payload = JSON.stringify(notification)
  if (new TextEncoder().encode(payload).length <= longestPayload) return { payload }
  return { error: new DeliveryError("web-push", "rejected", { retryable: false, sent: "no" }, { cause: "too-long" }) }
}
