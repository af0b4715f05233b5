// The providers' own libraries, told to call the sink and to try once, and ky: https://github.com/sindresorhus/ky
import type { Sending, Provider } from "./provider.ts"
import { accounts, addressOf, words } from "./provider.ts"
import { idIn, writtenFor } from "./limit.ts"
import type { OpenSink } from "./open-sink.ts"

const { slackToken, twilioSid, twilioToken, number: from, resendKey, postmarkToken, from: sender } = accounts
const { text, subject } = words

const slack = async (baseUrl: string): Promise<Sending> => {
  const { LogLevel, WebClient } = await import("@slack/web-api")
  const client = new WebClient(slackToken, {
    slackApiUrl: `${baseUrl}/api/`,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  })
  return async (number) =>
    idIn(
      "slack",
      await client.apiCall("chat.postMessage", { channel: addressOf("slack", number), text, unfurl_links: false }),
    )
}

const twilio = async (baseUrl: string): Promise<Sending> => {
  const { default: sdk } = await import("twilio")
  const client = sdk(twilioSid, twilioToken)
  client.api.baseUrl = baseUrl
  return async (number) => (await client.messages.create({ to: addressOf("twilio", number), from, body: text })).sid
}

const resend = async (baseUrl: string): Promise<Sending> => {
  const { Resend } = await import("resend")
  const client = new Resend(resendKey, { baseUrl })
  return async (number) => {
    const { data } = await client.emails.send(
      { from: sender, to: [addressOf("resend", number)], subject, text },
      { idempotencyKey: `message-${number}` },
    )
    return idIn("resend", data)
  }
}

const postmark = async (baseUrl: string): Promise<Sending> => {
  const { ServerClient } = await import("postmark")
  const client = new ServerClient(postmarkToken, { useHttps: false, requestHost: new URL(baseUrl).host })
  return async (number) =>
    idIn(
      "postmark",
      await client.sendEmail({ From: sender, To: addressOf("postmark", number), Subject: subject, TextBody: text }),
    )
}

const ky = async (provider: Provider, baseUrl: string): Promise<Sending> => {
  const { default: client } = await import("ky")
  const call = client.create({ retry: 0 })
  return async (number) => {
    const { path, headers, body } = writtenFor(provider, number)
    return idIn(provider, await call.post(`${baseUrl}${path}`, { headers, body }).json())
  }
}

const libraries: {
  readonly [Name in Provider]: readonly [name: string, open: (baseUrl: string) => Promise<Sending>]
} = {
  slack: ["@slack/web-api", slack],
  twilio: ["twilio", twilio],
  resend: ["resend", resend],
  postmark: ["postmark", postmark],
}

/** The provider's own library, and ky with the request that is written by hand. */
export const peersOf = async (
  provider: Provider,
  { baseUrl }: Pick<OpenSink, "baseUrl">,
): Promise<{ readonly [peer: string]: Sending }> => {
  const [name, open] = libraries[provider]
  return { [name]: await open(baseUrl), ky: await ky(provider, baseUrl) }
}
