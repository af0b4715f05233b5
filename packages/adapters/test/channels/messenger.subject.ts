import type { ChannelSubject } from "@escucha/core/testing"
import { messenger } from "../../src/channels/messenger.ts"
import { messagingSubject } from "./meta-messaging.ts"

const config = {
  pageId: "100200300400",
  accessToken: "access-token-of-one",
  appSecret: "app-secret-of-one",
  verifyToken: "verify-token-of-one",
}
const shared = await messagingSubject("page", config.pageId, config.appSecret, config.verifyToken)

/** Events of one person. */
export const { events } = shared

export const subject: ChannelSubject<Parameters<typeof messenger>[0]> = {
  make: messenger,
  config,
  otherConfig: {
    pageId: "900800700600",
    accessToken: "access-token-of-two",
    appSecret: "app-secret-of-two",
    verifyToken: "verify-token-of-two",
  },
  secrets: ["accessToken", "appSecret", "verifyToken"],
  address: shared.person,
  wrong: [
    { option: "pageId", config: { ...config, pageId: "my page" } },
    { option: "verifyToken", config: { ...config, verifyToken: "short" } },
  ],
  webhooks: {
    ...shared.webhooks,
    receipt: await events({ delivery: { mids: ["m_out1"], watermark: 1_767_225_600_000 } }),
    receipts: {
      delivered: await events({ delivery: { mids: ["m_out1"], watermark: 1_767_225_600_000 } }),
      read: await events({ read: { watermark: 1_767_225_600_000 } }),
    },
  },
  responses: shared.responses,
}
