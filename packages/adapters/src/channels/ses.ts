// Amazon SES: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html,
// https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html,
// https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
import { defineChannel, type HttpResponse, type Sent } from "@escucha/core"
import * as z from "zod"
import { bodyOf, textOf } from "../json.ts"
import { encodedFile, type Letter } from "../mail/letter.ts"
import { soleAddress, writtenSender } from "../mail/mailbox-address.ts"
import { acceptedAs, letterFrom, mailAtProvider, secretOption, senderOptions, tagOf } from "../mail/provider.ts"
import { readSes } from "../mail/ses-webhook.ts"
import { signedForAws } from "../mail/sigv4.ts"
import { checkOfSns, topicForm } from "../mail/sns.ts"

const config = z
  .strictObject({
    /** Of a user who may call `ses:SendEmail`. */
    accessKeyId: secretOption("must be the id of an access key"),
    secretAccessKey: secretOption("must be the secret of the access key"),
    /** Of credentials that end. */
    sessionToken: z.string().min(1).optional(),
    region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "must be a region such as eu-west-1"),
    /** The SNS topics for events and for incoming mail, by their ARN. Messages of any other topic are refused. */
    topics: z
      .array(z.string().regex(topicForm, "must be the ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:mail"))
      .min(1),
    /** The configuration set that publishes events to the topic; the default of the address, where it is left out. */
    configurationSet: z.string().min(1).optional(),
    ...senderOptions,
  })
  .transform((options) => ({ ...options, baseUrl: options.baseUrl ?? `https://email.${options.region}.amazonaws.com` }))

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" })

const simpleOf = ({ subject, text, html, headers, files }: Letter) => ({
  Subject: utf8(subject),
  Body: { Text: utf8(text), ...(html !== undefined && { Html: utf8(html) }) },
  Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
  ...(files.length > 0 && {
    Attachments: files.map(encodedFile).map(({ name, type, content }) => ({
      FileName: name,
      ContentType: type,
      RawContent: content,
      ContentDisposition: "ATTACHMENT",
      ContentTransferEncoding: "BASE64",
    })),
  }),
})

/** AWS says in a header what went wrong, and too many calls under the status of a bad request, too. */
const receipt = (response: HttpResponse): Sent => {
  const error = response.headers["x-amzn-errortype"] ?? ""
  const isLimit = response.status === 400 && /^(?:Throttling|TooManyRequests|LimitExceeded)/.test(error)
  return acceptedAs(
    "ses",
    isLimit ? { ...response, status: 429 } : response,
    textOf(bodyOf(response.body)["MessageId"]),
  )
}

/**
 * E-mail through Amazon SES. Let a configuration set publish deliveries, bounces, complaints and rejects to an SNS topic, and subscribe
 * `/hooks/<name of this channel>` to it, without raw delivery: the subscription is confirmed by itself. For incoming mail, a receipt rule
 * with an SNS action on a topic that is named here; mails of more than 150 kB do not fit into one. What DMARC passed is believed to be
 * from whom it says. SES knows no key against sending twice.
 *
 * @example
 * const aws = { accessKeyId: env.AWS_ID, secretAccessKey: env.AWS_SECRET, region: "eu-west-1" }
 * ses({ ...aws, topics: [env.MAIL_TOPIC], from: "Hola <hola@example.com>" })
 */
export const ses = defineChannel({
  id: "ses",
  kind: "email",
  scheme: "email",
  config,
  capabilities: { ...mailAtProvider(28_000_000), idempotency: { kind: "none" } }, // 40 MB with everything, in base64
  request: (message, options, { now }) => {
    const call = {
      method: "POST",
      url: `${options.baseUrl}/v2/email/outbound-emails`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        FromEmailAddress: writtenSender(options.from),
        Destination: { ToAddresses: [soleAddress(message.address)] },
        Content: { Simple: simpleOf(letterFrom(message, options)) },
        // it comes back in every event
        EmailTags: tagOf(message.id, /^[\w.@-]{1,256}$/).map((Value) => ({ Name: "escucha", Value })),
        ...(options.configurationSet !== undefined && { ConfigurationSetName: options.configurationSet }),
      }),
    } as const
    return { ...call, headers: signedForAws(call, options, "ses", now) }
  },
  receipt,
  inbound: {
    verify: ({ body }, { topics }) => checkOfSns(body, topics),
    parse: ({ body }, { topics }) => readSes(body, topics),
  },
})
