import type { ChannelSubject } from "@escucha/core/testing"
import { sandbox } from "../../src/channels/sandbox.ts"

export const subject: ChannelSubject<{ readonly scheme?: string }> = {
  make: sandbox,
  config: {},
  otherConfig: {},
  secrets: [],
  address: "ana",
  wrong: [{ option: "scheme", config: { scheme: "two words" } }],
}
