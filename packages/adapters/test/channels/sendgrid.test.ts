import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { subject } from "./sendgrid.subject.ts"

describe("sendgrid as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})
