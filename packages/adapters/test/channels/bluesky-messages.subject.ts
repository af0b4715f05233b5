import type { ChannelSubject } from "@escucha/core/testing"
import { blueskyMessages } from "../../src/channels/bluesky-messages.ts"
import { access, answer, config, limited, otherConfig, person } from "./bluesky.subject.ts"

/** A message, as the log of an account tells it. */
export const log = {
  $type: "chat.bsky.convo.defs#logCreateMessage",
  rev: "2222222222224",
  convoId: "3lbconvo",
  message: {
    $type: "chat.bsky.convo.defs#messageView",
    id: "3lbmessage",
    rev: "2222222222223",
    text: "¿dónde está mi pedido?",
    sender: { did: person },
    sentAt: "2026-01-01T00:00:00.000Z",
  },
}

export const subject: ChannelSubject<Parameters<typeof blueskyMessages>[0]> = {
  make: blueskyMessages,
  config,
  otherConfig,
  secrets: ["appPassword"],
  address: "3lbconvo",
  wrong: [{ option: "did", config: { ...config, did: "shop.example" } }],
  responses: {
    accepted: answer(200, { ...log.message, id: "3lbours", sender: { did: config.did } }),
    limited,
    access,
    polled: {
      message: answer(200, { logs: [log], cursor: "2222222222224" }),
      nothing: answer(200, { logs: [], cursor: "2222222222224" }),
    },
  },
}
