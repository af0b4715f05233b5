// Messages of Twilio, by SMS and by WhatsApp: https://www.twilio.com/docs/messaging/guides/webhook-request
import type { Attachment, Inbound, MediaPart, Outgoing, Parsed, WebhookRequest } from "@escucha/core"
import { rawOf } from "../json.ts"
import { silence, statusCallback, type TwilioAccount, twilioCall } from "./account.ts"
import { queryOf } from "../url.ts"

/** Who sends: a number, or a service that has several. */
export interface TwilioSender {
  readonly from?: string | undefined
  readonly messagingServiceSid?: string | undefined
}

/** How the people of a channel are named, in Twilio's words. */
export interface TwilioAddresses {
  readonly write: (address: string) => string
  /** `undefined` where it is none of this channel. */
  readonly read: (address: string) => string | undefined
  /** Whether a place on the map and an approved template can be sent there. */
  readonly isRich: boolean
  /** Other identifiers of the same person. */
  readonly also?: (address: string) => readonly string[]
}

/** The call that sends a message. */
export const messageCall = (
  { id, address, content }: Outgoing,
  account: TwilioAccount & TwilioSender,
  { write, isRich }: TwilioAddresses,
) => {
  const { text, image, audio, voice, video, file } = content
  const { place, template } = isRich ? content : { place: undefined, template: undefined }
  const media = [image, audio, voice, video, file].flatMap((one) => (one ? [one.url] : []))
  return twilioCall(account, "Messages", {
    To: write(address),
    From: account.from === undefined ? undefined : write(account.from),
    MessagingServiceSid: account.messagingServiceSid,
    Body: template || (text === "" && media.length > 0) ? undefined : text || place?.name || "📍",
    MediaUrl: media,
    ...(place &&
      isRich && {
        PersistentAction: `geo:${place.latitude},${place.longitude}|${place.name ?? place.address ?? ""}`,
      }),
    ContentSid: template?.name,
    ContentVariables: template?.values && JSON.stringify(template.values),
    StatusCallback: statusCallback(account, id),
  })
}

const statuses = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  undelivered: "failed",
  failed: "failed",
} as const

const receiptIn = (
  form: URLSearchParams,
  url: string,
  sid: string,
  address: string,
  status: string,
): Inbound | undefined => {
  if (!Object.hasOwn(statuses, status)) return undefined
  const known = statuses[status as keyof typeof statuses] // it is one of them
  const reference = queryOf(url).get("message")
  return {
    type: "receipt",
    id: `${sid}:${status}`,
    message: sid,
    address,
    status: known,
    ...(reference !== null && { reference }),
    ...(known === "failed" && { error: form.get("ErrorCode") ?? "unknown" }),
    ...((form.get("ErrorCode") === "30005" || form.get("ErrorCode") === "30006") && { suppress: "bounce" as const }),
  }
}

const kindOf = (type: string): MediaPart => {
  const [family] = type.split("/")
  return family === "image" || family === "audio" || family === "video" ? family : "file"
}

const attachmentsIn = (form: URLSearchParams): readonly Attachment[] =>
  Array.from({ length: Math.min(Number(form.get("NumMedia") ?? 0) || 0, 10) }, (_, at) => {
    const [url, type = ""] = [form.get(`MediaUrl${at}`), form.get(`MediaContentType${at}`) ?? undefined]
    return url?.startsWith("https://")
      ? { kind: kindOf(type), url: `provider:${url}`, ...(type !== "" && { type }) }
      : undefined
  }).filter((one) => one !== undefined)

const placeIn = (form: URLSearchParams) => {
  const [latitude, longitude] = [Number(form.get("Latitude") ?? NaN), Number(form.get("Longitude") ?? NaN)]
  const name = form.get("Label") ?? form.get("Address")
  return Number.isNaN(latitude) || Number.isNaN(longitude) ? undefined : { latitude, longitude, ...(name && { name }) }
}

const messageIn = (form: URLSearchParams, sid: string, address: string, { also }: TwilioAddresses): Inbound => {
  const text = form.get("ButtonText") ?? form.get("Body") ?? ""
  const attachments = attachmentsIn(form)
  const place = placeIn(form)
  const [name, choice, target] = [
    form.get("ProfileName"),
    form.get("ButtonPayload"),
    form.get("OriginalRepliedMessageSid"),
  ]
  const isRead = text !== "" || attachments.length > 0 || place !== undefined
  return {
    type: "message",
    id: sid,
    address,
    text,
    ...(also && { also: also(address) }),
    ...(attachments.length > 0 && { attachments }),
    ...(place && { place }),
    ...(name && { name }),
    ...(choice && { choice }),
    ...(target && { repliesTo: target }),
    ...(!isRead && { unsupported: form.get("MessageType") ?? "message", metadata: rawOf(form.toString()) }),
  }
}

/**
 * The words that an account declared for stopping, which ours may not be:
 * https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
const wishIn = (form: URLSearchParams, sid: string, address: string): Inbound | undefined => {
  const said = form.get("OptOutType")
  if (said !== "STOP" && said !== "START") return undefined
  return { type: "wish", id: `${sid}:${said}`, address, wish: said === "STOP" ? "stop" : "start", by: "word" }
}

/** What a webhook brings in for this sender. */
export const readMessages = (
  { url, body }: WebhookRequest,
  { accountSid, from }: TwilioAccount & TwilioSender,
  addresses: TwilioAddresses,
): Parsed => {
  const form = new URLSearchParams(body)
  const sid = form.get("MessageSid") ?? form.get("SmsSid")
  if (!sid) return { problem: { field: "MessageSid", remedy: "send a message, or the status of one, as Twilio does" } }
  const status = form.get("MessageStatus") ?? form.get("SmsStatus") ?? "received"
  const isIncoming = status === "received" || status === "receiving"
  const [theirs, ours] = isIncoming ? [form.get("From"), form.get("To")] : [form.get("To"), form.get("From")]
  const own = addresses.read(ours ?? "")
  if (form.get("AccountSid") !== accountSid || (from !== undefined && own !== from)) return { foreign: true }
  const address = addresses.read(theirs ?? "")
  if (address === undefined) return { foreign: true }
  const found = isIncoming
    ? [messageIn(form, sid, address, addresses), wishIn(form, sid, address)]
    : [receiptIn(form, url, sid, address, status)]
  return { inbound: found.filter((one) => one !== undefined), answer: silence }
}
