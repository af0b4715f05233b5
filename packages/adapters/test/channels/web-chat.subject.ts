import type { ChannelSubject } from "@escucha/core/testing"
import { webChat } from "../../src/channels/web-chat.ts"

const config = { secret: "0123456789abcdef0123456789abcdef" }

export const subject: ChannelSubject<Parameters<typeof webChat>[0]> & { readonly config: typeof config } = {
  make: webChat,
  config,
  otherConfig: { secret: "f".repeat(32) },
  secrets: ["secret"],
  address: "v_1",
  wrong: [
    { option: "secret", config: { secret: "x".repeat(31) } },
    { option: "origins", config: { ...config, origins: ["shop"] } },
    { option: "origins", config: { ...config, origins: ["javascript:alert(1)"] } },
    { option: "visitors", config: { ...config, visitors: "no" } },
  ],
}
