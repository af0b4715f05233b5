import type { ChannelSubject } from "@escucha/core/testing"
import { twilioVoice } from "../../src/channels/twilio-voice.ts"
import { signedForm } from "./twilio.subject.ts"

const config = {
  accountSid: `AC${"1".repeat(32)}`,
  authToken: "auth-token-of-account-one",
  from: "+34910000000",
  webhookUrl: "https://shop.example/hooks/calls",
}
const person = "+34600000001"
const answer = (code: number, body: object) => ({ status: code, headers: {}, body: JSON.stringify(body) })

/** A step of a call from a person. */
export const incoming = (fields: { readonly [name: string]: string } = {}, query = "") =>
  signedForm(
    config,
    {
      CallSid: "CA1",
      AccountSid: config.accountSid,
      From: person,
      To: config.from,
      Direction: "inbound",
      CallStatus: "ringing",
      ...fields,
    },
    query,
  )

/** A step of a call of ours. */
export const outgoing = (fields: { readonly [name: string]: string }, query: string) =>
  signedForm(
    config,
    {
      CallSid: "CA9",
      AccountSid: config.accountSid,
      From: config.from,
      To: person,
      Direction: "outbound-api",
      ...fields,
    },
    query,
  )

/** A message that somebody left. */
export const voicemail = incoming(
  {
    RecordingUrl: "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1",
    RecordingDuration: "12",
    CallStatus: "completed",
  },
  "?step=voicemail",
)

export const subject: ChannelSubject<Parameters<typeof twilioVoice>[0]> & { readonly config: typeof config } = {
  make: twilioVoice,
  config,
  otherConfig: {
    ...config,
    accountSid: `AC${"2".repeat(32)}`,
    authToken: "auth-token-of-account-two",
    from: "+34920000000",
  },
  secrets: ["authToken"],
  address: person,
  wrong: [
    { option: "from", config: { ...config, from: "910" } },
    { option: "language", config: { ...config, language: "Spanish" } },
  ],
  webhooks: {
    // the one step of a call that brings words by itself: what was pressed
    valid: outgoing({ Digits: "2" }, "?step=key&message=m_1"),
    receipt: outgoing({ CallStatus: "completed" }, "?step=status&message=m_1"),
    receipts: {
      delivered: outgoing({ CallStatus: "completed" }, "?step=status&message=m_1"),
      failed: outgoing({ CallStatus: "busy" }, "?step=status&message=m_1"),
    },
    call: incoming(),
    attachment: voicemail,
  },
  responses: {
    accepted: answer(201, { sid: "CA9", status: "queued" }),
    limited: { response: answer(429, { code: 20429, status: 429 }) },
  },
}
