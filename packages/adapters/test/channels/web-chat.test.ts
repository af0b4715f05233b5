import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { webChat } from "../../src/channels/web-chat.ts"
import { subject } from "./web-chat.subject.ts"

const { config } = subject

describe("web chat", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
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
