import type { Duration } from "../kernel/duration.ts"

// The rule: a message tells us to stop only if it says so and nothing else. It is cut into clauses; each must be a whole wish to
// stop (or to start) or mere courtesy, and one at least must be a wish. "Stop sending me the wrong bill, where is my order?" holds
// more than a wish, and so does "cancel my order": a person reads those. A lone word with a question mark asks, it does not tell.
// Words: https://www.ecfr.gov/current/title-47/section-64.1200 (a)(10) and https://help.twilio.com/articles/223134027

/** A longer text never is a wish to stop and nothing else; it is not even read. */
const longestWish = 240
const mostClauses = 12

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

// Courtesy that may come before a wish, and after it. "Ya baja" is no wish, "baja ya" is one.
const before = words(
  "please pls plz kindly ok okay thanks hi hello hey just hola buenas por favor porfa porfavor oye gracias",
)
const behind = words(`please pls plz kindly ok okay thanks thank you thx now already immediately asap
  por favor porfa porfavor gracias ya inmediatamente`)
const alone = new Set([...before, ...behind, ...words("yes no si vale bueno sir madam")])

/** Words that stop, alone in their clause or with courtesy around them. */
const stopWords =
  words(`stop stopall unsubscribe unsub cancel end quit revoke optout remove baja parar pare paren parad alto basta cancelar
  cancela cancelen detener eliminar salir desuscribir desuscribirme arret desabonner desinscrire stopp abmelden abbestellen afmelden
  uitschrijven baixa aturar sair descadastrar annulla`)
const startWords = words("start unstop alta subscribe resubscribe optin suscribir suscribirme suscribeme reanudar")

const goods =
  "(?:texts?|text messages?|sms|messages?|e ?mails?|mails?|whatsapps?|notifications?|ads?|promos?|promotions?|offers?|marketing" +
  "|spam|newsletters?)"
const bienes =
  "(?:mensajes?|mensajitos|sms|correos?|e ?mails?|mails?|whatsapps?|notificaciones|avisos|publicidad|propaganda|promociones" +
  "|promos|ofertas|spam|newsletters?|boletines|comunicaciones)"
const again = "(?: any ?more| again| ever| ever again)"
const list =
  "(?: (?:from|off|of))?(?: (?:your|this|the|all))?(?: (?:mailing|marketing|contact|text|sms|e ?mail))?" +
  "(?: (?:lists?|database|system|e ?mails?|messages?|texts?|newsletter))?"
const never = "(?: mas| nunca mas| nunca| jamas)"
const deLista =
  "(?: (?:de|en) (?:la|su|vuestra|tu|esta|las|sus) (?:listas?|base de datos|newsletter)" +
  "(?: de (?:correos?|envios?|distribucion|contactos))?)?"
const todos = "(?: (?:la|las|el|los|sus|vuestros|tus|estos|estas|todos los|todas las))?"
const deBienes = `(?: (?:de|en)${todos} ${bienes}| de la lista(?: de correo)?| de todo)?`

/** Whole sentences, for a clause in small letters without accents and marks. No group in them repeats: they take linear time. */
const sentences = (written: readonly string[]): RegExp => new RegExp(`^(?:${written.join("|")})$`)

const stopSentences = sentences([
  "stop all|opt out|para|para por favor|por favor para|ya basta|leave me alone|lose my number",
  `stop(?: (?:all|the|your|these|those|with the|with these))? ${goods}`,
  `(?:stop|quit|cease) (?:text|messag|contact|e ?mail|mail|call|spamm|bother|harass|writ)ing(?: to)?(?: me)?${again}?`,
  `(?:stop|quit) sending(?: me)?(?: (?:all|any|any more|more|your|these|those|the|so many))? ${goods}${again}?`,
  `(?:do not|dont|never)(?: ever)? (?:text|message|contact|e ?mail|bother|spam|write to) me${again}?`,
  `(?:do not|dont|never)(?: ever)? (?:call|write)(?: me)?${again}`,
  `(?:do not|dont|never)(?: ever)? send(?: me)?(?: (?:any more|any|more|your|these|those))? ${goods}${again}?`,
  `no more ${goods}`,
  "opt (?:me )?out(?: of (?:all|this|everything|texts|messages|emails|marketing))?",
  `un ?subscribe(?: me)?(?: (?:from )?(?:all|this|everything))?${list}`,
  `(?:remove|delete) (?:me|my (?:number|e ?mail))${list}`,
  `take (?:me|my (?:number|e ?mail)) off${list}`,
  "(?:i )?(?:revoke|withdraw)(?: my)? consent",
  `(?:i |id )?(?:want|would like|wish|like)(?: to)? (?:unsubscribe|opt out|be removed|be taken off|stop receiving)${list}`,
  `(?:i )?(?:do not|dont|no longer) (?:want|wish)(?: to (?:receive|get))?(?: (?:any more|any|more|your|these))? ${goods}${again}?`,
  `(?:i )?(?:do not|dont|no longer) (?:want|wish) to (?:be contacted|hear from you)${again}?`,
  `(?:quiero |quisiera |deseo |solicito |necesito |me gustaria )?(?:dar(?:me)?|dadme|dame|deme|denme|darse) de baja${deBienes}`,
  `(?:quiero|solicito|pido|deseo) (?:la|mi) baja|me doy de baja${deBienes}`,
  `(?:quiero |quisiera |deseo )?(?:desuscrib(?:irme|eme|anme|idme)|desapunt(?:arme|ame|enme|adme))${deLista}`,
  `(?:quiero )?(?:borr|elimin|quit|sac|saqu)(?:arme|ame|eme|enme|adme)${deLista}`,
  `(?:quiero )?que me (?:borr|elimin|quit|saqu)(?:es|en|eis)${deLista}`,
  `(?:quiero )?(?:que )?(?:ya )?no me (?:escrib(?:as|an|ais|a)|contact(?:es|en|eis|e)|molest(?:es|en|eis|e))${never}?`,
  `(?:que )?(?:ya )?no (?:me )?(?:llam(?:es|en|eis|e))${never}`,
  `(?:que )?(?:ya )?no (?:me )?(?:mand(?:es|en|eis|e)|envi(?:es|en|eis|e))(?: mas)? ${bienes}${never}?`,
  `(?:ni un|no|basta de|no mas|ningun|ni) (?:mas )?${bienes}(?: mas)?`,
  `no (?:quiero|deseo)(?: (?:recibir|ver|tener))?(?: (?:mas|sus|vuestros|vuestra|tus|su|estos))? ${bienes}${never}?`,
  "no (?:quiero|deseo) recibir (?:nada mas|mas)",
  "no (?:quiero|deseo) que me (?:escrib(?:as|an|ais)|contact(?:es|en|eis)|molest(?:es|en|eis))(?: mas)?",
  "(?:dejar?|deje|dejen|dejad|parar?|pare|paren|parad) de (?:escribir|molestar|contactar|llamar|spamear)(?:me)?(?: mas)?",
  `(?:dejar?|deje|dejen|dejad|parar?|pare|paren|parad) de (?:mandar|enviar)(?:me)?(?: (?:mas|tantos|tantas|vuestros|sus))? ${bienes}`,
  "dej(?:a|e|en|ad)me en paz|(?:retiro|revoco) (?:mi|el) consentimiento",
])

const startSentences = sentences([
  "(?:yes )?(?:start|subscribe|resubscribe)(?: me)?(?: again| back)?|opt (?:me )?(?:back )?in",
  "start (?:messages|texting me|sending me messages)(?: again)?",
  "si quiero|(?:si )?quiero (?:recibir|volver a recibir) (?:mensajes|noticias|avisos)",
  "(?:quiero |quisiera )?(?:dar(?:me)?|dadme|dame|deme|denme) de alta|(?:quiero|solicito) (?:el|la|mi) alta|me doy de alta",
])

/** Who says "can you stop texting me?" does not ask. */
const request =
  /^(?:(?:can|could|would|will) you|podeis|puedes|pueden|podrias|podriais|podrian|puede|podria)(?: please| por favor)? /

interface Clause {
  readonly text: string
  readonly isQuestion: boolean
}

/**
 * Small letters without accents, emoji, apostrophes and marks, cut where sentences end, one by one: nearly every text says more than a
 * wish in its first clause. Quoted lines of an e-mail are not theirs.
 */
function* clausesOf(text: string): Generator<Clause> {
  const own = text.includes(">")
    ? text
        .split("\n")
        .filter((line) => !/^\s*>/.test(line))
        .join("\n")
    : text
  const plain = own
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}'’‘`´]/gu, "")
    .toLowerCase()
    .replace(/\b([a-z])[.](?=[a-z]\b)/g, "$1")
  for (const [part] of plain.matchAll(/[^.,;:!?¡¿\n]+[.,;:!?]*/g)) {
    const clause = part.replace(/[^\p{L}\p{N}]+/gu, " ").trim()
    if (clause !== "") yield { text: clause, isQuestion: part.includes("?") }
  }
}

/** The clause without the courtesy at both ends and without words said twice in a row; empty when it was courtesy alone. */
const withoutCourtesy = (clause: string): string => {
  const said = clause.split(" ").filter((word, index, all) => word !== all[index - 1])
  const first = said.findIndex((word) => !before.has(word))
  const last = said.findLastIndex((word) => !behind.has(word))
  return first < 0 || last < first ? "" : said.slice(first, last + 1).join(" ")
}

/** What the words of a customer, as a whole, say about being written to. */
export type ContactWish = "stop" | "start"

type Meaning = ContactWish | "courtesy" | "more"

const says = (single: ReadonlySet<string>, whole: RegExp, asked: string, core: string, isRequest: boolean): boolean =>
  (!isRequest && single.has(core)) || whole.test(core) || (core !== asked && whole.test(asked))

const meaningOf = ({ text, isQuestion }: Clause): Meaning => {
  if (text.split(" ").every((word) => alone.has(word))) return "courtesy"
  const asked = text.replace(request, "")
  const isRequest = asked !== text
  if (isQuestion && !isRequest) return "more"
  const core = withoutCourtesy(asked)
  if (says(stopWords, stopSentences, asked, core, isRequest)) return "stop"
  return says(startWords, startSentences, asked, core, isRequest) ? "start" : "more"
}

/** The wish that a message tells, where it tells that one and nothing else. */
export const contactWishOf = (text: string): ContactWish | undefined => {
  if (text.length > longestWish) return undefined
  let wish: ContactWish | undefined
  let clauses = 0
  for (const clause of clausesOf(text)) {
    const meaning = meaningOf(clause)
    if (++clauses > mostClauses || meaning === "more") return undefined
    if (meaning === "courtesy") continue
    if (wish !== undefined && wish !== meaning) return undefined
    wish = meaning
  }
  return wish
}

/**
 * Whether a message, as a whole, tells us to stop writing, in Spanish or English and by the usual words of some other languages.
 * Where it says anything beside that, the answer is no, and a person reads it. Ask after the choices of an open question: there
 * "alto" may be an answer.
 *
 * @example
 * isOptOut("STOP please!") // true
 * isOptOut("Stop sending me the wrong bill, where is my order?") // false
 */
export const isOptOut = (text: string): boolean => contactWishOf(text) === "stop"

/** Whether a message, as a whole, asks us to write again after a stop: "START", "ALTA", "sí quiero". A mere yes is none. */
export const isOptIn = (text: string): boolean => contactWishOf(text) === "start"

/** After this long, a confirmation of a stop counts as one more message: let it expire. 47 CFR 64.1200 (a)(12). */
export const confirmWithin: Duration = "5 minutes"

/** The one message that confirms a stop, and how to come back. It sells nothing. */
export const confirmation = {
  es: "Hecho: no te escribiremos más. Si cambias de idea, responde ALTA.",
  en: "Done: we will not write to you again. If you change your mind, reply START.",
} as const
