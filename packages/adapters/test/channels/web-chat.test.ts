import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { webChat } from "../../src/channels/web-chat.ts"

const config = { secret: "0123456789abcdef0123456789abcdef" }

describe("web chat", () => {
  it.each(
    channelConformance({
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
    }),
  )("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  it("lets visitors in from its own origin unless told otherwise", () => {
    expect(webChat(config).web?.()).toEqual({ ...config, origins: [], visitors: true })
  })

  it("compares origins, not addresses", () => {
    expect(webChat({ ...config, origins: ["https://Shop.example.com/chat?x=1"] }).web?.().origins).toEqual([
      "https://shop.example.com",
    ])
  })
})
