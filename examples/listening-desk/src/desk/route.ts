import type { CustomerId, MoodLevel } from "@escucha/core"

/** Which conversations the inbox shows. */
export type List = "waiting" | "all" | "mine"

/** How much time the pulse shows, in hours. */
export type Hours = 24 | 48 | 168 | 720

/** What is told of who a customer is, one part at a time. */
export type PersonPart = "identity" | "consents" | "traits" | "value" | "data"

/** The parts of what is told of a customer, in the order in which they are read. */
export const personParts: readonly PersonPart[] = ["identity", "consents", "traits", "value", "data"]

/** What is told of a survey, one part at a time. */
export type SurveyPart = "channels" | "findings" | "send" | "results" | "answers" | "asked"

/** The parts of what is told of a survey, in the order in which one goes through them. */
export const surveyParts: readonly SurveyPart[] = ["channels", "findings", "send", "results", "answers", "asked"]

/** What lies over the page. */
export type Overlay =
  | { readonly kind: "search" }
  | { readonly kind: "help" }
  /** `case` names one of the customer's cases; without it the conversation itself is meant. */
  | { readonly kind: "assign"; readonly case: string | null }
  | { readonly kind: "close"; readonly case: string | null }
  /** Who the customer is, open at one part. */
  | { readonly kind: "person"; readonly part: PersonPart }
  /** Customers who may be one person. */
  | { readonly kind: "pairs" }
  /** Which survey the customer is asked. */
  | { readonly kind: "ask" }

/** Everything that decides what the page shows; it lives in the address, so that any state can be kept, sent and gone back to. */
export interface Route {
  /** The desk itself, the channels of the house, or what customers are asked. */
  readonly page: "desk" | "channels" | "surveys"
  /** Which channels are shown. */
  readonly channels: "all" | "trouble"
  /** The survey that is looked at; the list of them, where there is none. */
  readonly survey: string | null
  readonly surveyPart: SurveyPart
  readonly customer: CustomerId | null
  readonly list: List
  readonly mood: MoodLevel | null
  /** What a narrow screen shows of the customer. */
  readonly panel: "thread" | "card"
  readonly hours: Hours
  /** Whether the words that carry feeling are marked everywhere. */
  readonly marked: boolean
  readonly overlay: Overlay | null
}

/** The moods, from who needs us most. */
export const moods: readonly MoodLevel[] = ["upset", "uneasy", "calm", "pleased"]

/** The spans of the pulse. */
export const spans: readonly Hours[] = [24, 48, 168, 720]

/** The page as it opens without any choice. */
export const home: Route = {
  page: "desk",
  channels: "all",
  survey: null,
  surveyPart: "channels",
  customer: null,
  list: "waiting",
  mood: null,
  panel: "thread",
  hours: 48,
  marked: false,
  overlay: null,
}

const isCustomer = (text: string | null): text is CustomerId => text !== null && /^s_[a-z0-9]+$/i.test(text)

// the form of the names that `defineSurvey` takes
const isSurvey = (text: string | null): text is string => text !== null && /^[A-Za-z][\w-]{0,63}$/.test(text)

const pages: readonly Route["page"][] = ["desk", "channels", "surveys"]

const overlayFrom = (query: URLSearchParams): Overlay | null => {
  const kind = query.get("open")
  if (kind === "search" || kind === "help" || kind === "pairs" || kind === "ask") return { kind }
  if (kind === "person") return { kind, part: personParts.find((part) => part === query.get("part")) ?? "identity" }
  return kind === "assign" || kind === "close" ? { kind, case: query.get("case") } : null
}

/** The route of an address's query; what is unknown falls back to `home`. */
export const parseRoute = (search: string): Route => {
  const query = new URLSearchParams(search)
  const customer = query.get("customer")
  const list = query.get("list")
  const survey = query.get("survey")
  return {
    page: pages.find((page) => page === query.get("page")) ?? "desk",
    channels: query.get("channels") === "trouble" ? "trouble" : "all",
    survey: isSurvey(survey) ? survey : null,
    surveyPart: surveyParts.find((part) => part === query.get("about")) ?? home.surveyPart,
    customer: isCustomer(customer) ? customer : null,
    list: list === "all" || list === "mine" ? list : "waiting",
    mood: moods.find((mood) => mood === query.get("mood")) ?? null,
    panel: query.get("panel") === "card" ? "card" : "thread",
    hours: spans.find((hours) => String(hours) === query.get("hours")) ?? home.hours,
    marked: query.get("words") === "marked",
    overlay: overlayFrom(query),
  }
}

/** The query of a route, without what is as at home; `parseRoute` reads it back. */
export const formatRoute = (route: Route): string => {
  const query = new URLSearchParams()
  if (route.page !== home.page) query.set("page", route.page)
  if (route.channels !== home.channels) query.set("channels", route.channels)
  if (route.survey !== null) query.set("survey", route.survey)
  if (route.surveyPart !== home.surveyPart) query.set("about", route.surveyPart)
  if (route.customer !== null) query.set("customer", route.customer)
  if (route.list !== home.list) query.set("list", route.list)
  if (route.mood !== null) query.set("mood", route.mood)
  if (route.panel !== home.panel) query.set("panel", route.panel)
  if (route.hours !== home.hours) query.set("hours", String(route.hours))
  if (route.marked) query.set("words", "marked")
  if (route.overlay !== null) {
    query.set("open", route.overlay.kind)
    if ("case" in route.overlay && route.overlay.case !== null) query.set("case", route.overlay.case)
    if (route.overlay.kind === "person" && route.overlay.part !== "identity") query.set("part", route.overlay.part)
  }
  const text = query.toString()
  return text === "" ? "?" : `?${text}`
}
