import { type Localized, textIn } from "../../kernel/localized.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { htmlPage, plain } from "./consent-page.ts"

/** What the page behind an unsubscribe link says. */
export type UnsubscribeState = "ask" | "done" | "unknown"

/** One thing that we write for, as its reader knows it. */
export interface WrittenFor {
  readonly purpose: string
  /** What they read when they said yes, or the name of the purpose. */
  readonly text: string
}

const titles: { readonly [State in UnsubscribeState]: Localized } = {
  ask: {
    es: "¿Qué quieres dejar de recibir?",
    en: "What do you no longer want?",
    pt: "O que já não quer receber?",
    fr: "Que ne voulez-vous plus recevoir ?",
    de: "Was möchten Sie nicht mehr erhalten?",
    it: "Che cosa non vuole più ricevere?",
    ca: "Què voleu deixar de rebre?",
  },
  done: {
    es: "Hecho: no te escribiremos más para esto",
    en: "Done: we will not write to you for this again",
    pt: "Feito: não lhe escreveremos mais para isto",
    fr: "C’est fait : nous ne vous écrirons plus pour cela",
    de: "Erledigt: Dafür schreiben wir Ihnen nicht mehr",
    it: "Fatto: non le scriveremo più per questo",
    ca: "Fet: no us escriurem més per a això",
  },
  unknown: {
    es: "Este enlace no vale",
    en: "This link does not hold",
    pt: "Esta ligação não é válida",
    fr: "Ce lien n’est pas valable",
    de: "Dieser Link gilt nicht",
    it: "Questo collegamento non è valido",
    ca: "Aquest enllaç no val",
  },
}

const again: Localized = {
  es: "Cópialo entero del mensaje, o responde al mensaje con BAJA.",
  en: "Copy all of it from the message, or reply STOP to the message.",
  pt: "Copie-a inteira da mensagem, ou responda à mensagem com PARAR.",
  fr: "Copiez-le en entier depuis le message, ou répondez STOP au message.",
  de: "Kopieren Sie ihn ganz aus der Nachricht, oder antworten Sie auf die Nachricht mit STOPP.",
  it: "Lo copi intero dal messaggio, o risponda al messaggio con BASTA.",
  ca: "Copieu-lo sencer del missatge, o responeu al missatge amb BAIXA.",
}

const noMore: Localized = {
  es: "No quiero más",
  en: "No more of this",
  pt: "Não quero mais",
  fr: "Je n’en veux plus",
  de: "Davon nichts mehr",
  it: "Non ne voglio più",
  ca: "No en vull més",
}

const nothing: Localized = {
  es: "No me escribáis más, para nada",
  en: "Do not write to me at all",
  pt: "Não me escrevam mais, para nada",
  fr: "Ne m’écrivez plus du tout",
  de: "Schreiben Sie mir gar nicht mehr",
  it: "Non scrivetemi più, per niente",
  ca: "No m’escriviu més, per a res",
}

/** What stands in the form for a stop of everything. */
export const everything = "*"

/** The languages of our own words. */
const known = Object.keys(titles.ask)

const spoken = (language: string | undefined, accepted: string | undefined): string => {
  const wanted = (language ?? accepted ?? "").trim().toLowerCase().slice(0, 2)
  return known.includes(wanted) ? wanted : "en"
}

const button = (what: string, words: string): string =>
  `<form method="post"><button type="submit" name="what" value="${plain(what)}">${plain(words)}</button></form>`

/** The page behind an unsubscribe link: what we write for, and a button for each. It needs no script, and looking at it changes nothing. */
export const unsubscribePage = (
  state: UnsubscribeState,
  {
    purposes = [],
    language,
    accepted,
  }: {
    readonly purposes?: readonly WrittenFor[]
    readonly language?: string | undefined
    readonly accepted?: string | undefined
  },
): WebResponse => {
  const own = spoken(language, accepted)
  const say = (text: Localized) => textIn(text, own)
  if (state === "unknown") return htmlPage(404, own, say(titles.unknown), `<p>${plain(say(again))}</p>`)
  const rows = purposes.map(
    ({ purpose, text }) => `<blockquote dir="auto">${plain(text)}</blockquote>${button(purpose, say(noMore))}`,
  )
  return htmlPage(200, own, say(titles[state]), `${rows.join("")}<hr>${button(everything, say(nothing))}`)
}
