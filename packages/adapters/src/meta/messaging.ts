// The message of Messenger and of Instagram: https://developers.facebook.com/docs/messenger-platform/reference/send-api,
// https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api
import {
  type Card,
  type Extras,
  type HttpRequest,
  type HttpResponse,
  type Link,
  type Outgoing,
  type Payload,
  type Sent,
} from "@escucha/core"
import { bodyOf, idOf } from "../json.ts"
import { graphCall, graphFailure } from "./graph.ts"
import { pathPart } from "../url.ts"

type Config = Parameters<typeof graphCall>[0]

const buttonOf = ({ label, url }: Link) => ({ type: "web_url", title: label, url })

const elementOf = ({ title, text, image, links = [], choices = [] }: Card) => {
  const buttons = [
    ...links.map(buttonOf),
    ...choices.map(({ label, value }) => ({ type: "postback", title: label, payload: value })),
  ]
  return {
    title,
    ...(text !== undefined && { subtitle: text }),
    ...(image && { image_url: image.url }),
    ...(buttons.length > 0 && { buttons: buttons.slice(0, 3) }),
  }
}

const attachmentOf = ({
  image,
  video,
  audio,
  voice = audio,
  file,
  cards,
  links,
  text,
}: Payload): object | undefined => {
  const media = { image, video, audio: voice, file }
  for (const [type, part] of Object.entries(media))
    if (part) return { type, payload: { url: part.url, is_reusable: false } }
  if (cards) return { type: "template", payload: { template_type: "generic", elements: cards.map(elementOf) } }
  return links && { type: "template", payload: { template_type: "button", text, buttons: links.map(buttonOf) } }
}

const messageOf = (content: Payload): object => {
  const attachment = attachmentOf(content)
  const replies = content.choices?.map(({ label, value }) => ({ content_type: "text", title: label, payload: value }))
  return { ...(attachment ? { attachment } : { text: content.text }), ...(replies && { quick_replies: replies }) }
}

/** The call that sends a message, answers a comment under it, or answers it in private (once, within seven days). */
export const messagingCall = (
  { address, content, inReplyTo, public: place, toPrivate }: Outgoing,
  options: Config,
  { account, replies }: { readonly account: string; readonly replies: "comments" | "replies" },
): HttpRequest => {
  if (place && inReplyTo !== undefined)
    return graphCall(options, `${pathPart(inReplyTo)}/${replies}`, { message: content.text })
  const recipient = toPrivate && inReplyTo !== undefined ? { comment_id: inReplyTo } : { id: address }
  return graphCall(options, `${account}/messages`, {
    recipient,
    messaging_type: "RESPONSE",
    message: messageOf(content),
  })
}

/** What Meta says of a message, or of a comment under a comment. */
export const messagingReceipt =
  (channel: string) =>
  (response: HttpResponse): Sent => {
    const { message_id: message, id = message } = bodyOf(response.body)
    const provider = idOf(id)
    return response.status === 200 && provider !== undefined
      ? { status: "sent", provider }
      : { status: "failed", error: graphFailure(channel, response) }
  }

/** Typing, read marks and reactions. */
export const messagingExtras = (options: Config, account: string): Extras => {
  const act = (address: string, action: string, more: object = {}) =>
    graphCall(options, `${account}/messages`, { recipient: { id: address }, sender_action: action, ...more })
  return {
    typing: ({ address }) => act(address, "typing_on"),
    markRead: ({ address }) => act(address, "mark_seen"),
    react: ({ address, provider }, emoji) =>
      act(address, emoji === null ? "unreact" : "react", {
        payload: { message_id: provider, ...(emoji !== null && { reaction: emoji }) },
      }),
  }
}
