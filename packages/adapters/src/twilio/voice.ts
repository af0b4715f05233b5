// Calls, in Twilio's language: https://www.twilio.com/docs/voice/twiml, https://www.twilio.com/docs/voice/twiml#request-parameters
import type { Inbound, Outgoing, Parsed, WebhookRequest } from "@escucha/core"
import { rawOf } from "../json.ts"
import { silence, type TwilioAccount, twilioCall } from "./account.ts"
import { queryOf } from "../url.ts"

/** How calls are answered, and in which language they are spoken. */
export interface VoiceOptions {
  readonly from: string
  readonly language: string
  /** What is said before the tone. */
  readonly greeting: string
  /** Who takes the call first; nobody, where it is left out. */
  readonly dial?: string | undefined
}

type Config = TwilioAccount & VoiceOptions

const entities: { readonly [sign: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
}
/** Signs that XML 1.0 has: https://www.w3.org/TR/xml/#charsets */
const isKnown = (sign: string): boolean => /[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(sign)

/** As text of XML; signs that it does not have are left out. */
const xml = (text: string): string =>
  [...text.toWellFormed()]
    .filter(isKnown)
    .map((sign) => entities[sign] ?? sign)
    .join("")

const response = (...verbs: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join("")}</Response>`
const say = (text: string, language: string): string =>
  text === "" ? "" : `<Say language="${xml(language)}">${xml(text)}</Say>`

const back = ({ webhookUrl }: Config, query: readonly (readonly [string, string])[]): string => {
  const url = new URL(webhookUrl)
  for (const [name, value] of query) url.searchParams.append(name, value)
  return url.href
}

const voicemail = (config: Config): string => {
  const written = back(config, [["step", "transcript"]])
  const kept = back(config, [["step", "voicemail"]])
  const record = `<Record maxLength="180" playBeep="true" transcribe="true" transcribeCallback="${xml(written)}" action="${xml(kept)}"/>`
  return `${say(config.greeting, config.language)}${record}`
}

const answerTo = (config: Config): string => {
  if (config.dial === undefined) return response(voicemail(config))
  return response(
    `<Dial timeout="20" action="${xml(back(config, [["step", "dialled"]]))}"><Number>${xml(config.dial)}</Number></Dial>`,
  )
}

type Choices = NonNullable<Outgoing["content"]["choices"]>

// The numbers of a scale are their own keys, and the text says them; everything else is counted from 1.
const keysOf = (choices: Choices): readonly string[] =>
  choices.every(({ label }) => /^\d{1,2}$/.test(label))
    ? choices.map(({ label }) => label)
    : choices.map((_, index) => String(index + 1))

const spokenChoices = (choices: Choices): readonly string[] => {
  const keys = keysOf(choices)
  return choices.every(({ label }, index) => label === keys[index])
    ? []
    : choices.map(({ label }, index) => `${keys[index]}: ${label}.`)
}

// The longest TwiML that a call takes: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
const longestTwiml = 4000
const mostTimes = 3

const goodbyes = { es: "No hemos oído nada. Hasta luego.", en: "We did not hear anything. Good-bye." } as const

/** It is asked again where nothing was heard, three times in all where there is room for it, and then the call ends kindly. */
const asked = (gather: string, { language }: Config): string => {
  const end = say(language.startsWith("es") ? goodbyes.es : goodbyes.en, language)
  for (let times = mostTimes; times > 1; times -= 1) {
    const written = response(gather.repeat(times), end)
    if (written.length <= longestTwiml) return written
  }
  return response(gather)
}

const gathering = (id: string, choices: Choices, spoken: string, config: Config): string => {
  const keys = keysOf(choices)
  const digits = Math.max(...keys.map((key) => key.length))
  const query = [
    ["step", "key"],
    ["message", id],
    ...choices.map(({ value }, index) => [`choice-${keys[index]}`, value] as const),
  ] as const
  const how = `input="dtmf speech" language="${xml(config.language)}" numDigits="${digits}" finishOnKey="#" timeout="8"`
  return `<Gather ${how} action="${xml(back(config, query))}">${spoken}</Gather>`
}

/** The call that reads a message out, and asks for a key or a word where there is something to choose. */
export const voiceCall = (
  { id, address, content: { text, audio, voice = audio, choices = [] } }: Outgoing,
  config: Config,
) => {
  const words = [text, ...spokenChoices(choices)].filter((line) => line !== "").join(" ")
  const spoken = `${say(words, config.language)}${voice ? `<Play>${xml(voice.url)}</Play>` : ""}`
  return twilioCall(config, "Calls", {
    To: address,
    From: config.from,
    Twiml: choices.length > 0 ? asked(gathering(id, choices, spoken, config), config) : response(spoken),
    StatusCallback: back(config, [
      ["step", "status"],
      ["message", id],
    ]),
    StatusCallbackEvent: "completed",
  })
}

const outcomes = {
  completed: "delivered",
  busy: "failed",
  "no-answer": "failed",
  failed: "failed",
  canceled: "failed",
} as const

const receiptIn = (
  form: URLSearchParams,
  query: URLSearchParams,
  sid: string,
  address: string,
): Inbound | undefined => {
  const status = form.get("CallStatus") ?? ""
  if (!Object.hasOwn(outcomes, status)) return undefined
  const known = outcomes[status as keyof typeof outcomes] // it is one of them
  const reference = query.get("message")
  return {
    type: "receipt",
    id: `${sid}:${status}`,
    message: sid,
    address,
    status: known,
    ...(reference !== null && { reference }),
    ...(known === "failed" && { error: status }),
  }
}

const keyIn = (form: URLSearchParams, query: URLSearchParams, sid: string, address: string): Inbound => {
  const keys = form.get("Digits") ?? ""
  const choice = query.get(`choice-${keys}`)
  return {
    type: "message",
    id: `${sid}:key`,
    address,
    text: keys === "" ? (form.get("SpeechResult") ?? "") : keys,
    repliesTo: sid,
    ...(choice !== null && { choice }),
  }
}

const recordingIn = (form: URLSearchParams, sid: string, address: string): Inbound => {
  const url = form.get("RecordingUrl")
  const seconds = Number(form.get("RecordingDuration") ?? 0) || 0
  const isThere = url?.startsWith("https://") === true
  return {
    type: "message",
    id: `${sid}:voicemail`,
    address,
    text: "",
    call: { status: "voicemail", duration: seconds * 1000 },
    ...(isThere
      ? { attachments: [{ kind: "voice", url: `provider:${url}.mp3`, type: "audio/mpeg", duration: seconds * 1000 }] }
      : { unsupported: "voicemail", metadata: rawOf(form.toString()) }),
  }
}

const transcriptIn = (form: URLSearchParams, sid: string, address: string): Inbound | undefined => {
  const text = form.get("TranscriptionText")
  return text ? { type: "edit", id: `${sid}:transcript`, address, message: `${sid}:voicemail`, text } : undefined
}

const callIn = (sid: string, address: string, status: "missed" | "answered", form: URLSearchParams): Inbound => ({
  type: "message",
  id: `${sid}:${status}`,
  address,
  text: "",
  call: { status, duration: (Number(form.get("DialCallDuration") ?? 0) || 0) * 1000 },
  ...(status === "answered" && { automatic: true }),
})

/** What a step of a call brings, and what is said next. */
const stepOf = (
  form: URLSearchParams,
  query: URLSearchParams,
  sid: string,
  address: string,
  config: Config,
): readonly [readonly (Inbound | undefined)[], string?] => {
  switch (query.get("step")) {
    case "status":
      return [[receiptIn(form, query, sid, address)]]
    case "key":
      return [[keyIn(form, query, sid, address)]]
    case "voicemail":
      return [[recordingIn(form, sid, address)]]
    case "transcript":
      return [[transcriptIn(form, sid, address)]]
    case "dialled":
      return form.get("DialCallStatus") === "completed"
        ? [[callIn(sid, address, "answered", form)]]
        : [[callIn(sid, address, "missed", form)], response(voicemail(config))]
    default:
      // nobody takes it: who calls waits for us from now on
      return [config.dial === undefined ? [callIn(sid, address, "missed", form)] : [], answerTo(config)]
  }
}

/** How networks write ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE on the keys of a telephone: nobody's number. */
const hidden: ReadonlySet<string> = new Set(["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"])

const isNumber = (text: string): boolean => /^\+\d{4,15}$/.test(text) && !hidden.has(text)

/** What a webhook brings in for this number. Who hides their number cannot be called back: their call goes its way, and brings nothing. */
export const readCalls = ({ url, body }: WebhookRequest, config: Config): Parsed => {
  const form = new URLSearchParams(body)
  const query = queryOf(url)
  const sid = form.get("CallSid")
  if (!sid) return { problem: { field: "CallSid", remedy: "send a step of a call, as Twilio does" } }
  const isOutgoing = form.get("Direction")?.startsWith("outbound") ?? query.has("message")
  const [theirs, ours] = isOutgoing ? [form.get("To"), form.get("From")] : [form.get("From"), form.get("To")]
  if (form.get("AccountSid") !== config.accountSid || ours !== config.from) return { foreign: true }
  const address = theirs ?? ""
  const [found, next = silence.body] = stepOf(form, query, sid, address, config)
  const inbound = isNumber(address) ? found.filter((one) => one !== undefined) : []
  return { inbound, answer: { ...silence, body: next } }
}
