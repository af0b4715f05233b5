import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { subject } from "./resend.subject.ts"

describe("resend as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})
