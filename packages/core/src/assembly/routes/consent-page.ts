import { type Localized, textIn } from "../../kernel/localized.ts"
import type { WebResponse } from "../../runtime/web/request.ts"

/** What a page behind a link says: it asks, it thanks, or it says why the link does nothing more. */
export type PageState = "ask" | "done" | "used" | "over" | "unknown"

interface Words {
  readonly title: Localized
  readonly said: Localized
}

const words: { readonly [State in PageState]: Words } = {
  ask: {
    title: { es: "¿Lo confirmas?", en: "Do you confirm?" },
    said: {
      es: "Solo si pulsas el botón te escribiremos para esto:",
      en: "Only if you press the button will we write to you for this:",
    },
  },
  done: {
    title: { es: "Confirmado. ¡Gracias!", en: "Confirmed. Thank you!" },
    said: { es: "Hemos anotado que quieres esto:", en: "We wrote down that you want this:" },
  },
  used: {
    title: { es: "Ya estaba confirmado", en: "This was confirmed before" },
    said: { es: "No hace falta nada más.", en: "There is nothing more to do." },
  },
  over: {
    title: { es: "Este enlace ha caducado", en: "This link is over" },
    said: {
      es: "No se ha anotado nada. Pide uno nuevo si todavía lo quieres.",
      en: "Nothing was written down. Ask for a new one if you still want it.",
    },
  },
  unknown: {
    title: { es: "Este enlace no vale", en: "This link does not hold" },
    said: {
      es: "Cópialo entero del mensaje, o pide uno nuevo.",
      en: "Copy all of it from the message, or ask for a new one.",
    },
  },
}

const button: Localized = { es: "Sí, lo confirmo", en: "Yes, I confirm" }

const statuses: { readonly [State in PageState]: number } = { ask: 200, done: 200, used: 200, over: 410, unknown: 404 }

const signs: { readonly [sign: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}
/** Text as HTML shows it, and nothing else. */
export const plain = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? "")

const style = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:10vh auto;padding:0 1.25rem;color:#1a1a1a;background:#fff}
blockquote{margin:1.5rem 0;padding:.25rem 1rem;border-inline-start:.25rem solid #767676;white-space:pre-line}
button{font:inherit;padding:.75rem 1.5rem;min-height:2.75rem;border:2px solid #1a1a1a;border-radius:.5rem;background:#1a1a1a;color:#fff}
button:focus-visible{outline:3px solid #0b57d0;outline-offset:3px}
@media(prefers-color-scheme:dark){body{color:#f2f2f2;background:#161616}button{background:#f2f2f2;color:#161616;border-color:#f2f2f2}
button:focus-visible{outline-color:#8ab4f8}}`

// Nothing is loaded, framed or run; the form goes back to where the page came from, and the address with its token is told to nobody.
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": policy,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
} as const

/** The language of our own words, of those that we have: what the record was written in, else what the browser asks for. */
const spoken = (language: string, accepted: string | undefined): "es" | "en" => {
  const wanted = (language === "" ? (accepted ?? "") : language).trim().toLowerCase()
  return wanted.startsWith("es") ? "es" : "en"
}

/** A page without scripts. */
export interface BarePage {
  readonly status: number
  readonly language: string
  readonly direction?: "ltr" | "rtl"
  readonly title: string
  /** HTML. */
  readonly main: string
  /** Styles that come after those of every page. */
  readonly style?: string
  /** Where its pictures lie, as the policy of the page names them: nothing else is loaded. */
  readonly images?: readonly string[]
}

/** A page of the house, without scripts, as it is given. */
export const barePage = ({ status, language, title, main, direction, style: more, images }: BarePage): WebResponse => {
  const page = `<!doctype html>
<html lang="${plain(language)}"${direction === undefined ? "" : ` dir="${direction}"`}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${plain(title)}</title><style>${style}${more ?? ""}</style></head>
<body><main>${main}</main></body></html>
`
  const loads =
    images && images.length > 0 ? { "content-security-policy": `${policy}; img-src ${images.join(" ")}` } : {}
  return { status, headers: { ...headers, ...loads }, body: page }
}

/** A page of the house, without scripts; `body` is HTML. */
export const htmlPage = (status: number, language: string, title: string, body: string): WebResponse =>
  barePage({ status, language, title, main: `<h1>${plain(title)}</h1>${body}` })

/** The page behind a link that confirms a yes. It needs no script. `text` is what they agree to, and `language` what that is written in. */
export const consentPage = (
  state: PageState,
  {
    text = "",
    language = "",
    accepted,
  }: { readonly text?: string; readonly language?: string; readonly accepted?: string | undefined },
): WebResponse => {
  const own = spoken(language, accepted)
  const { title, said } = words[state]
  const quoted =
    text === ""
      ? ""
      : `<blockquote${language === "" ? "" : ` lang="${plain(language)}"`} dir="auto">${plain(text)}</blockquote>`
  const form =
    state === "ask" ? `<form method="post"><button type="submit">${plain(textIn(button, own))}</button></form>` : ""
  return htmlPage(statuses[state], own, textIn(title, own), `<p>${plain(textIn(said, own))}</p>${quoted}${form}`)
}
