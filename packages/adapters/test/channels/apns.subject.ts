import type { ChannelSubject } from "@escucha/core/testing"
import { apns } from "../../src/channels/apns.ts"
import { aKey } from "../push/key.ts"

/** The key of the team of these tests. */
export const key = aKey("ES256")
const config = {
  teamId: "A1B2C3D4E5",
  keyId: "F6G7H8I9J0",
  privateKey: key.pem,
  topic: "com.example.shop",
  title: "La tienda",
}

/** A refusal in the words of Apple. */
export const refusal = (status: number, reason: string, headers = {}) => ({
  status,
  headers: { "apns-id": "EC1BF194-B3B2-424A-89E6-1A66FBA0B3B5", ...headers },
  body: JSON.stringify({ reason, ...(status === 410 && { timestamp: 1_767_225_600_000 }) }),
})

export const subject: ChannelSubject<Parameters<typeof apns>[0]> & { readonly config: typeof config } = {
  make: apns,
  config,
  otherConfig: { ...config, teamId: "Z9Y8X7W6V5", privateKey: aKey("ES256").pem },
  secrets: ["privateKey"],
  address: "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0",
  source: new URL("../../src/channels/apns.ts", import.meta.url),
  wrong: [
    { option: "teamId", config: { ...config, teamId: "a1" } },
    { option: "keyId", config: { ...config, keyId: "" } },
    { option: "privateKey", config: { ...config, privateKey: "AuthKey_F6G7H8I9J0.p8" } },
    { option: "topic", config: { ...config, topic: "com example" } },
  ],
  responses: {
    accepted: { status: 200, headers: { "apns-id": "EC1BF194-B3B2-424A-89E6-1A66FBA0B3B4" }, body: "" },
    limited: { response: refusal(429, "TooManyRequests") },
  },
}
