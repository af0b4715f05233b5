import type { WebhookRequest } from "@escucha/core"
import type { ChannelSubject } from "@escucha/core/testing"
import { graphError, metaChallenge, metaWebhook } from "./meta-webhook.ts"

const at = 1_767_225_600_000
const person = "6000700080009"

/** What Messenger and Instagram have in common, as the kit needs it. */
export const messagingSubject = async (
  object: "page" | "instagram",
  account: string,
  appSecret: string,
  verifyToken: string,
) => {
  const entry = (id: string, value: object): object => ({ object, entry: [{ id, time: at, ...value }] })
  const event = (value: object) => ({ sender: { id: person }, recipient: { id: account }, timestamp: at, ...value })
  const events = (...all: readonly object[]): Promise<WebhookRequest> =>
    metaWebhook(appSecret, entry(account, { messaging: all.map(event) }))
  const text = (body: string, mid = "m_in1") => ({ message: { mid, text: body } })
  const comment =
    object === "page"
      ? {
          field: "feed",
          value: {
            item: "comment",
            verb: "add",
            comment_id: "900_901",
            post_id: "900_1",
            from: { id: person, name: "Ana Ruiz" },
            message: "¿Abrís el domingo?",
            created_time: at / 1000,
          },
        }
      : {
          field: "comments",
          value: {
            id: "901",
            text: "¿Abrís el domingo?",
            from: { id: person, username: "ana.ruiz" },
            media: { id: "900" },
          },
        }
  const webhooks = {
    valid: await events(text("¿dónde está mi pedido?")),
    unknown: await events({ message: { mid: "m_in9", attachments: [{ type: "template", payload: {} }] } }),
    echo: await metaWebhook(
      appSecret,
      entry(account, {
        messaging: [
          {
            sender: { id: account },
            recipient: { id: person },
            timestamp: at,
            message: { mid: "m_out1", text: "hola", is_echo: true },
          },
        ],
      }),
    ),
    batch: await events(text("hola"), text("¿hay alguien?", "m_in2")),
    partlyBad: await events(text("hola"), { message: { mid: 7 } }),
    reaction: await events({ reaction: { mid: "m_out1", action: "react", emoji: "❤", reaction: "love" } }),
    edit: await events({ message_edit: { mid: "m_in1", text: "¿dónde está mi paquete?", num_edit: 1 } }),
    attachment: await events({
      message: { mid: "m_in3", attachments: [{ type: "image", payload: { url: "https://cdn.example/p.jpg" } }] },
    }),
    public: await metaWebhook(appSecret, entry(account, { changes: [comment] })),
    challenge: metaChallenge(verifyToken),
    foreign: await metaWebhook(appSecret, entry("111222333444", { messaging: [event(text("hola"))] })),
  } satisfies ChannelSubject<object>["webhooks"]
  const responses = {
    accepted: { status: 200, headers: {}, body: JSON.stringify({ recipient_id: person, message_id: "m_out1" }) },
    limited: [{ response: graphError(400, 613) }, { response: graphError(400, 4) }, { response: graphError(403, 32) }],
    windowClosed: graphError(400, 10, 2018278),
  } satisfies ChannelSubject<object>["responses"]
  return { person, events, webhooks, responses }
}
