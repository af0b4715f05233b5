import { personOf } from "../../conversation/contact.ts"
import { inputId } from "../../kernel/ids.ts"
import { unguessable } from "../../kernel/random.ts"
import { standingOf } from "../../profile/consent-word.ts"
import { basisRules } from "../../profile/legal-basis.ts"
import type { Whole } from "../../runtime/house.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import type { Call, Route } from "../../runtime/web/router.ts"
import { declaredText, statementOf } from "../consent/statement.ts"
import { isRefusable, type UnsubscribeClaims, unsubscribeLinks } from "../consent/unsubscribe-link.ts"
import { basisOf, purposesOf } from "../decide/consent.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"
import { languageOf } from "../rows.ts"
import { everything, type UnsubscribeState, unsubscribePage, type WrittenFor } from "./unsubscribe-page.ts"

const longestAgent = 512
const longestForm = 4_096

/** What the body of a call asks for: the click of a mail program, a button of our page, or nothing. */
type Asked = { readonly oneClick: true } | { readonly what: string } | undefined

const decoder = new TextDecoder()

/** https://www.rfc-editor.org/rfc/rfc8058#section-3.2: as a form, or as a form with parts. */
const askedIn = ({ request: { body, headers } }: Call): Asked => {
  if (body.length > longestForm) return undefined
  const text = decoder.decode(body)
  if (/^multipart\/form-data/i.test(headers["content-type"] ?? "")) {
    const isClick = /name="?List-Unsubscribe"?/i.test(text) && /^One-Click\r?$/im.test(text)
    return isClick ? { oneClick: true } : undefined
  }
  const form = new URLSearchParams(text)
  if (form.get("List-Unsubscribe") === "One-Click") return { oneClick: true }
  const what = form.get("what")
  return what === null ? undefined : { what }
}

interface Found {
  readonly claims: UnsubscribeClaims
  readonly customer: Whole<State> | undefined
}

/** Whether we may write to them for a purpose as things stand: what they are shown, and what there is to take back. */
const isWritten = ({ setting, clock }: Loop, { state }: Whole<State>, purpose: string): boolean => {
  const { consents, optedOutAt } = personOf(state)
  if (optedOutAt !== null || !isRefusable(setting, purpose)) return false
  const basis = basisOf(setting, purpose)
  const { objection, grants } = standingOf(consents, purpose, undefined, clock.now())
  if (objection) return false
  const needsYes = basis !== undefined && basisRules[basis].needs !== null
  return !needsYes || grants.length > 0 || consents.some((word) => word.purpose === purpose)
}

const writtenFor = (loop: Loop, customer: Whole<State>): readonly WrittenFor[] =>
  purposesOf(loop.setting)
    .filter((purpose) => isWritten(loop, customer, purpose))
    .map((purpose) => ({
      purpose,
      text: declaredText(loop.setting, purpose, languageOf(customer))?.text ?? purpose,
    }))

/** Writes down that they want no more of one purpose, or of everything. What was said before is not said again. */
const refuse = async (
  loop: Loop,
  { claims, customer }: Found,
  what: string,
  call: Call,
  note: string,
): Promise<void> => {
  if (!customer) return // they were erased: nobody writes to them
  const { stream } = claims
  if (what === everything) {
    if (personOf(customer.state).optedOutAt !== null) return
    return void (await loop.post({
      kind: "opt",
      id: inputId(`unsubscribe:${unguessable()}`),
      on: stream,
      out: true,
      by: "link",
    }))
  }
  if (!isRefusable(loop.setting, what)) return
  const own = customer.streams.get(stream)?.state.consents.words ?? []
  if (standingOf(own, what, undefined, loop.clock.now()).objection) return
  const userAgent = call.request.headers["user-agent"]?.slice(0, longestAgent).trim()
  const statement = statementOf(
    loop.setting,
    {
      purpose: what,
      decision: "withdraw",
      method: "link",
      actor: "customer",
      evidence: { note, ...(userAgent && { userAgent }) },
    },
    languageOf(customer),
  )
  await loop.post({ kind: "consent", id: inputId(`unsubscribe:${unguessable()}`), on: stream, statement })
}

/**
 * `GET|POST /u/:token`: the link under what we start by mail. A mail program posts `List-Unsubscribe=One-Click` and is done; whoever
 * opens it in a browser sees what we write for, with a button for each. Looking at it changes nothing: scanners look at every link.
 */
export const unsubscribeRoutes = (loop: Loop): readonly Route[] => {
  const links = unsubscribeLinks(loop.setting)
  if (!links) return [] // no link was ever sent
  const find = async ({ parameters }: Call): Promise<Found | undefined> => {
    const claims = await links.seal.unseal(parameters["token"], loop.clock.now())
    return claims && { claims, customer: await loop.whole(claims.stream) }
  }
  const page = async (call: Call, state: UnsubscribeState, found?: Found): Promise<WebResponse> => {
    const customer = found && (await loop.whole(found.claims.stream))
    return unsubscribePage(state, {
      purposes: customer ? writtenFor(loop, customer) : [],
      language: customer && languageOf(customer),
      accepted: call.request.headers["accept-language"],
    })
  }
  const show = async (call: Call): Promise<WebResponse> => {
    const found = await find(call)
    return page(call, found ? "ask" : "unknown", found)
  }
  const act = async (call: Call): Promise<WebResponse> => {
    const found = await find(call)
    if (!found) return page(call, "unknown")
    const asked = askedIn(call)
    if (!asked) return page(call, "ask", found)
    const isClick = "oneClick" in asked
    await refuse(loop, found, isClick ? found.claims.purpose : asked.what, call, isClick ? "one click" : "by the page")
    return page(call, "done", found)
  }
  return [
    { method: "GET", path: "/u/:token", answer: show },
    { method: "POST", path: "/u/:token", answer: act },
  ]
}
