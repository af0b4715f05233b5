import { inputId } from "../../kernel/ids.ts"
import { unguessable } from "../../kernel/random.ts"
import type { ConsentText } from "../../profile/consent.ts"
import type { Call, Route } from "../../runtime/web/router.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { type ConsentClaims, consentLinks, requestSign } from "../consent/link.ts"
import type { Loop } from "../loop.ts"
import { consentPage, type PageState } from "./consent-page.ts"

/** A question as its link finds it. */
interface Found {
  readonly stream: ConsentClaims["stream"]
  readonly request: string
  readonly text: ConsentText
  readonly state: Extract<PageState, "ask" | "used" | "over">
}

const longestAgent = 512

const questionOf = async (loop: Loop, claims: ConsentClaims | undefined): Promise<Found | undefined> => {
  if (!claims) return undefined
  const { stream } = claims
  const asked = (await loop.whole(stream))?.streams.get(stream)?.state.consents.asked ?? {}
  const [request, known] = Object.entries(asked).find(([each]) => requestSign(each) === claims.request) ?? []
  if (request === undefined || !known) return undefined
  const entry = await loop.read.entry(`${request}#0`, stream)
  if (entry?.kind !== "consent-requested") return undefined
  const state = known.confirmed ? "used" : loop.clock.now() >= known.expiresAt ? "over" : "ask"
  return { stream, request, text: entry.data.text, state }
}

/**
 * `GET|POST /c/:token`: the link of a double opt-in. Looking at it changes nothing, because mail scanners and previews look at every
 * link; the button behind it is the yes.
 */
export const consentRoutes = (loop: Loop): readonly Route[] => {
  const { secret, consent } = loop.setting
  if (secret === undefined || consent.publicUrl === undefined) return [] // no link was ever sent
  const { seal } = consentLinks(loop.setting)
  const find = async ({ parameters }: Call) =>
    questionOf(loop, await seal.unseal(parameters["token"], loop.clock.now()))
  const page = ({ request }: Call, state: PageState, text?: ConsentText): WebResponse =>
    consentPage(state, {
      ...(text && { text: text.text, language: text.language }),
      accepted: request.headers["accept-language"],
    })
  const show = async (call: Call): Promise<WebResponse> => {
    const found = await find(call)
    return page(call, found?.state ?? "unknown", found?.text)
  }
  const confirm = async (call: Call): Promise<WebResponse> => {
    const found = await find(call)
    if (found?.state !== "ask") return page(call, found?.state ?? "unknown", found?.text)
    const { stream, request, text } = found
    const userAgent = call.request.headers["user-agent"]?.slice(0, longestAgent)
    const outcome = await loop.post({
      kind: "confirm-consent",
      id: inputId(`${request}/click`),
      on: stream,
      request,
      text,
      evidence: {
        messageId: `${request}/ask`,
        url: `${consent.publicUrl}/c/`,
        ...(userAgent !== undefined && userAgent.trim() !== "" && { userAgent }),
      },
      salt: unguessable(),
    })
    if (outcome.status === "duplicate") return page(call, "used", text)
    return page(call, outcome.entries.length > 0 ? "done" : "over", text)
  }
  return [
    { method: "GET", path: "/c/:token", answer: show },
    { method: "POST", path: "/c/:token", answer: confirm },
  ]
}
