import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { subject } from "./mailgun.subject.ts"

describe("mailgun as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})
