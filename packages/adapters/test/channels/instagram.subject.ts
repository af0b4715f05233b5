import type { ChannelSubject } from "@escucha/core/testing"
import { instagram } from "../../src/channels/instagram.ts"
import { messagingSubject } from "./meta-messaging.ts"

const config = {
  accountId: "100200300400",
  accessToken: "access-token-of-one",
  appSecret: "app-secret-of-one",
  verifyToken: "verify-token-of-one",
}
const shared = await messagingSubject("instagram", config.accountId, config.appSecret, config.verifyToken)

/** Events of one person. */
export const { events } = shared

export const subject: ChannelSubject<Parameters<typeof instagram>[0]> = {
  make: instagram,
  config,
  otherConfig: {
    accountId: "900800700600",
    accessToken: "access-token-of-two",
    appSecret: "app-secret-of-two",
    verifyToken: "verify-token-of-two",
  },
  secrets: ["accessToken", "appSecret", "verifyToken"],
  address: shared.person,
  wrong: [
    { option: "accountId", config: { ...config, accountId: "my page" } },
    { option: "verifyToken", config: { ...config, verifyToken: "short" } },
  ],
  webhooks: {
    ...shared.webhooks,
    receipt: await events({ read: { mid: "m_out1" } }),
    receipts: { read: await events({ read: { mid: "m_out1" } }) },
  },
  responses: shared.responses,
}
