import { generateKeyPairSync, sign } from "node:crypto"
import { signedWebhook } from "@escucha/core/testing"
import { hookOf, judged } from "./judged.ts"

interface Library {
  readonly verifyKey: (body: string, signature: string, timestamp: string, publicKey: string) => Promise<boolean>
}

const { privateKey, publicKey: pair } = generateKeyPairSync("ed25519")
const publicKey = pair.export({ format: "der", type: "spki" }).subarray(-32).toString("hex")

judged("discord", "discord-interactions", { publicKey }, ({ verifyKey }: Library) => ({
  covers: ["body", "x-signature-ed25519", "x-signature-timestamp"],
  sign: (text, now) => {
    const body = JSON.stringify({ type: 2, data: { name: "ask", options: [{ name: "text", value: text }] } })
    const seconds = String(Math.floor(now / 1000))
    const signature = sign(null, Buffer.from(`${seconds}${body}`), privateKey).toString("hex")
    return {
      method: "POST",
      url: hookOf("discord"),
      headers: { "x-signature-timestamp": seconds, "x-signature-ed25519": signature },
      body,
    }
  },
  generate: (text, now) =>
    signedWebhook.discord({
      keys: {
        public: publicKey,
        info: new Uint8Array(pair.export({ format: "der", type: "spki" })),
        sign: async (signed) => new Uint8Array(sign(null, Buffer.from(signed), privateKey)),
      },
      body: { type: 2, data: { name: text } },
      at: now,
    }),
  accepts: ({ body, headers }) =>
    verifyKey(body, headers["x-signature-ed25519"] ?? "", headers["x-signature-timestamp"] ?? "", publicKey),
}))
