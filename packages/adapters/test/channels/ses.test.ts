import { channelConformance } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { subject } from "./ses.subject.ts"

describe("ses as a channel", () => {
  it.each(channelConformance(subject))("$name", async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})
