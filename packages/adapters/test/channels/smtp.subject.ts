import type { ChannelSubject } from "@escucha/core/testing"
import { smtp } from "../../src/channels/smtp.ts"
import { from, mailServer } from "./mail-server.ts"

// It takes everything, and is there as long as whoever reads this.
const taking = await mailServer()
taking.unref()

const config = { url: taking.url, from }

export const subject: ChannelSubject<{ readonly url: string; readonly from: string }> & {
  readonly config: typeof config
} = {
  make: (options) => smtp({ ...options }),
  config,
  otherConfig: { url: "smtp://u:other@127.0.0.1:1", from },
  secrets: ["url"],
  address: "ana@example.com",
  wrong: [
    { option: "url", config: { url: "http://x", from } },
    { option: "from", config: { url: "smtp://x", from: "nobody" } },
    { option: "from", config: { url: "smtp://x", from: "A\r\nBcc: x@example.com <a@example.com>" } },
    { option: "timeout", config: { url: "smtp://x", from, timeout: 30 } },
    { option: "timeout", config: { url: "smtp://x", from, timeout: "soon" } },
    { option: "subject", config: { url: "smtp://x", from, subject: "a\nb" } },
    { option: "inbound", config: { url: "smtp://x", from, inbound: { port: 1, accept: [] } } },
    { option: "inbound", config: { url: "smtp://x", from, inbound: { imap: { url: "http://x" } } } },
  ],
}
