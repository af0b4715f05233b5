// What the notification service of AWS brings: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
import type { Check, HttpRequest } from "@escucha/core"
import { bodyOf, fieldsOf, textOf } from "../json.ts"

/** A topic by its ARN: `arn:aws:sns:eu-west-1:123456789012:mail`. */
export const topicForm: RegExp = /^arn:aws(?:-cn|-us-gov)?:sns:[a-z\d-]{5,30}:\d{12}:[\w-]{1,256}(?:\.fifo)?$/

/** SNS tries for at most an hour, and the signature says when the message was made. */
const tolerance = 3_600

/** The one host that signs and confirms for a topic. */
const hostOf = (topic: string): string => {
  const [, partition = "", , region = ""] = topic.split(":")
  return `sns.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`
}

const isCertificate = /^\/SimpleNotificationService-\w{1,64}\.pem$/

/** The certificate that signed, from the hosts of our own topics alone; a page without one, where the message names another place. */
const certificateOf = (told: string | undefined, hosts: readonly string[]) => {
  const url = told === undefined ? null : URL.parse(told)
  const isSound =
    url?.protocol === "https:" && hosts.includes(url.host) && isCertificate.test(url.pathname + url.search)
  return { url: isSound ? url.href : `https://${hosts[0] ?? "sns.amazonaws.com"}/`, hosts }
}

const signedFields = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  SubscriptionConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
  UnsubscribeConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
} as const

const isKnown = (type: string): type is keyof typeof signedFields => Object.hasOwn(signedFields, type)

/** What has to hold of a message of one of these topics: anybody has topics, and AWS signs for all of them. */
export const checkOfSns = (body: string, topics: readonly string[]): Check => {
  const envelope = bodyOf(body)
  const [type, topic] = [textOf(envelope["Type"]) ?? "", textOf(envelope["TopicArn"]) ?? ""]
  const names: readonly string[] = isKnown(type) ? signedFields[type] : []
  const signed = names
    .flatMap((name) => (typeof envelope[name] === "string" ? [name, envelope[name]] : []))
    .map((line) => `${line}\n`)
    .join("")
  // a stranger who names none of our topics makes us fetch nothing of their choice
  const told = topics.includes(topic) ? textOf(envelope["SigningCertURL"]) : undefined
  const seconds = Date.parse(textOf(envelope["Timestamp"]) ?? "") / 1_000
  return {
    scheme: "all",
    of: [
      { scheme: "token", given: topic, expected: topics },
      {
        scheme: envelope["SignatureVersion"] === "2" ? "rsa-sha256" : "rsa-sha1",
        certificate: certificateOf(told, [...new Set(topics.map(hostOf))]),
        signed,
        given: names.length === 0 ? undefined : textOf(envelope["Signature"]),
        at: { seconds: Number.isNaN(seconds) ? undefined : seconds, tolerance },
      },
    ],
  }
}

/** A message of a topic, or the question whether we want its messages, with the call that says so. */
export type SnsMessage =
  { readonly id: string; readonly message: string } | { readonly confirm: HttpRequest } | { readonly foreign: true }

/** What an envelope of SNS holds; `undefined` where it is none. */
export const snsMessageIn = (body: string, topics: readonly string[]): SnsMessage | undefined => {
  const envelope = fieldsOf(bodyOf(body))
  const { Type, TopicArn, MessageId, Message, SubscribeURL } = envelope
  const [topic, id, message, url] = [textOf(TopicArn), textOf(MessageId), textOf(Message), textOf(SubscribeURL)]
  if (topic === undefined || id === undefined) return undefined
  if (!topics.includes(topic)) return { foreign: true }
  if (Type === "Notification") return message === undefined ? undefined : { id, message }
  if (Type !== "SubscriptionConfirmation" || url === undefined) return undefined
  // the signature covers the address; it is looked at all the same before we call it
  const { protocol, host } = URL.parse(url) ?? { protocol: "", host: "" }
  return protocol === "https:" && host === hostOf(topic) ? { confirm: { method: "GET", url, headers: {} } } : undefined
}
