import { InputError } from "../../kernel/errors.ts"
import { milliseconds, parseDuration } from "../../kernel/duration.ts"
import { endpointOf, inputId, type StreamId } from "../../kernel/ids.ts"
import { type Localized, textIn } from "../../kernel/localized.ts"
import { isShownText } from "../../profile/consent-purpose.ts"
import type { WithheldBecause } from "../../conversation/delivery.ts"
import type { ConsentText } from "../../profile/consent.ts"
import { consentLinks, requestSign } from "../consent/link.ts"
import { declaredText, textFor } from "../consent/statement.ts"
import type { ConsentAsked, ConsentQuestion } from "../doors/consents.ts"
import { idFor, type Loop } from "../loop.ts"
import { languageOf } from "../rows.ts"

const usualTime = milliseconds("7 days")
/** A link says "this was confirmed" or "this is over" for so long after its end; then it says nothing any more. */
const remembered = milliseconds("365 days")

/** What the message says around the text of the purpose and the link. */
const letter: Localized = {
  es: "Confirma que quieres esto de nosotros:\n\n{text}\n\n{link}\n\nSi no lo has pedido, no hagas nada: no te escribiremos.",
  en: "Please confirm that you want this from us:\n\n{text}\n\n{link}\n\nIf you did not ask for it, do nothing: we will not write to you.",
}

const textOf = (
  loop: Loop,
  purpose: string,
  given: Localized | undefined,
  language: string | undefined,
): ConsentText => {
  if (given !== undefined && !isShownText(given))
    throw new InputError("invalid", "text", "say what they agree to, in one language or by language")
  if (given !== undefined) return textFor(given, "", language)
  const declared = declaredText(loop.setting, purpose, language)
  if (declared) return declared
  throw new InputError("invalid", "text", "say what they agree to, here or as the text of the purpose")
}

/** The question of this id, or the one that waits for the same, wherever it lies. */
const questionIn = async (loop: Loop, customer: string, id: string, purpose: string, channel: string) => {
  const whole = await loop.whole(customer)
  const all = [...(whole?.streams ?? [])].flatMap(([stream, { state }]) =>
    Object.entries(state.consents.asked).map(([request, asked]) => ({ stream, request, asked })),
  )
  const now = loop.clock.now()
  return (
    all.find(({ request }) => request === id) ??
    all.find(
      ({ asked }) =>
        asked.purpose === purpose && asked.channel === channel && !asked.confirmed && now < asked.expiresAt,
    )
  )
}

/** Why the question of this id was not put, where it was held back at an earlier try. */
const heldBack = async (loop: Loop, customer: string, id: string): Promise<WithheldBecause | undefined> => {
  for (const stream of (await loop.whole(customer))?.streams.keys() ?? []) {
    const entry = await loop.read.entry(`${id}#0`, stream)
    if (entry?.kind === "message-written" && entry.data.delivery.status === "withheld")
      return entry.data.delivery.because
  }
  return undefined
}

/** Sends the question. Its id hangs on the question's, so that a retry sends nothing twice. */
const sendQuestion = async (
  loop: Loop,
  stream: StreamId,
  request: string,
  channel: string,
  { text, language }: { readonly text: string; readonly language: string | undefined },
  { url, expiresAt }: { readonly url: string; readonly expiresAt: number },
) => {
  const said = textIn(letter, language)
  const outcome = await loop.post({
    kind: "write",
    id: inputId(`${request}/ask`),
    on: stream,
    content: { text: said.replace("{text}", () => text).replace("{link}", () => url) },
    purpose: "consent-request",
    author: "consent",
    substance: false,
    via: [channel],
    expiresAt,
  })
  const written =
    outcome.status === "committed" ? outcome.entries.find(({ kind }) => kind === "message-written") : undefined
  return written?.kind === "message-written" ? written.data.delivery : undefined
}

/**
 * Asks somebody to confirm a yes: the question is written down first, and its message goes by its own id, so that a process which died
 * between the two sends it at the next try.
 */
export const askConsent = async (
  loop: Loop,
  customer: string,
  purpose: string,
  { channel, text: given, within, id: own }: ConsentQuestion,
): Promise<ConsentAsked> => {
  const links = consentLinks(loop.setting)
  const time = within === undefined ? { value: usualTime } : parseDuration(within, "within")
  if ("problem" in time) throw new InputError("invalid", time.problem.field, time.problem.message)
  const before = await loop.whole(customer)
  const language = before && languageOf(before)
  const text = textOf(loop, purpose, given, language)
  const id = idFor("request-consent", own, loop)
  const expiresAt = loop.clock.now() + time.value
  const outcome = await loop.post({
    kind: "request-consent",
    id,
    on: endpointOf(customer),
    purpose,
    channel,
    text,
    expiresAt,
  })
  const because = await heldBack(loop, customer, id)
  if (because !== undefined) return { status: "withheld", because }
  const question = await questionIn(loop, customer, id, purpose, channel)
  if (!question)
    throw new InputError("conflict", "id", "a question of this id was put to somebody else, or is erased; use a new id")
  const { stream, request, asked } = question
  const known = { request, expiresAt: asked.expiresAt }
  if (request !== id) return { status: "pending", ...known }
  const said = { text: text.text, language: text.language === "" ? language : text.language }
  const url = await links.urlOf({ stream, request: requestSign(request), expiresAt: asked.expiresAt + remembered })
  const delivery = await sendQuestion(loop, stream, request, channel, said, { url, expiresAt: asked.expiresAt })
  if (delivery?.status === "withheld") return { status: "withheld", because: delivery.because }
  return { status: outcome.status === "duplicate" ? "pending" : "asked", ...known }
}
