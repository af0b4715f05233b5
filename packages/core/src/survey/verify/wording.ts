// Words that push, in Spanish and in English, as plain text (no accents, lower case). What could be meant otherwise is not in here.

const praise =
  "great|amazing|excellent|fantastic|wonderful|awesome|outstanding|superb|world[- ]class|award[- ]winning|incredible|brilliant"
const blame = "terrible|awful|horrible|bad|poor"
const elogio =
  "excelentes?|magnific[oa]s?|maravillos[oa]s?|fantastic[oa]s?|increibles?|estupend[oa]s?|extraordinari[oa]s?|insuperables?"
const cosa = "servicios?|atencion|equipo|productos?|experiencia|trato|calidad|tienda|web|app"
const thing = "service|support|team|products?|experience|staff|quality|shop|store|app|website"

const leading: readonly RegExp[] = [
  // a question that asks for a nod
  /(?:^|[.,?!\n]\s*)(?:don't|wouldn't|won't|didn't|doesn't|isn't|aren't|wasn't|haven't|couldn't) (?:you|it|we|they|this|that)\b[^.?!]*\?/u,
  /,\s*(?:right|correct|agreed)\s*\?/u,
  /¿\s*(?:verdad|no es (?:verdad|cierto)|a que si|cierto|no)\s*\?/u,
  /,\s*(?:verdad|no es (?:verdad|cierto)|cierto|no)\s*\?/u,
  /¿\s*no (?:crees|cree|creen|te parece|le parece|les parece|estas de acuerdo|esta de acuerdo|dirias|diria|recomendarias)\b/u,
  // an answer that is in the question
  /\bhow much (?:did|do|will) you (?:love|enjoy|hate)\b/u,
  new RegExp(`\\bhow (?:very )?(?:${praise}|${blame}) (?:was|is|were|are|did)\\b`, "u"),
  /¿\s*cuanto (?:te|le|os|les) (?:encanto|encanta|ha encantado)\b/u,
  new RegExp(`¿\\s*(?:que tan|como de|cuan) (?:${elogio}|mal[oa]?|pesim[oa]|horrible) `, "u"),
  // praise beside the thing that is asked about
  new RegExp(`\\b(?:our|this|the) (?:${praise}) (?:new )?(?:${thing})\\b`, "u"),
  new RegExp(`\\b(?:nuestr[oa]s?|est[ea]|el|la) (?:${elogio}) (?:${cosa})\\b`, "u"),
  new RegExp(`\\b(?:nuestr[oa]s?|est[ea]) (?:${cosa}) (?:tan )?(?:${elogio})\\b`, "u"),
  // what others think
  /\b(?:most (?:people|customers|users)|everyone|everybody) (?:agrees?|knows?|loves?|thinks?)\b/u,
  /\b(?:la mayoria de (?:la gente|los clientes|nuestros clientes|las personas)|todo el mundo) (?:cree|piensa|sabe|opina|recomienda)\b/u,
  /\b(?:as you (?:already )?know|obviously|needless to say)\b/u,
  /\b(?:como ya (?:sabes|sabe)|obviamente|evidentemente|sin duda)\b/u,
]

/** The words of a plain text that expect one answer. */
export const isLeading = (text: string): string | undefined => {
  for (const pattern of leading) {
    const words = pattern.exec(text)?.[0].trim()
    if (words !== undefined) return words
  }
  return undefined
}

const qualities =
  "rapid[oa]s?|amables?|clar[oa]s?|faciles|facil|utiles|util|limpi[oa]s?|comod[oa]s?|eficaz|eficaces|eficientes?|profesional|" +
  "profesionales|" +
  "atent[oa]s?|puntual|puntuales|sencill[oa]s?|simpatic[oa]s?|economic[oa]s?|fiables?|segur[oa]s?|" +
  "fast|quick|friendly|easy|clear|helpful|clean|comfortable|efficient|professional|polite|punctual|reliable|affordable|" +
  "courteous|simple|useful"
const things =
  "calidad|precio|precios|rapidez|amabilidad|limpieza|atencion|servicio|comida|entrega|envio|personal|trato|puntualidad|variedad|" +
  "ambiente|" +
  "quality|price|prices|speed|friendliness|cleanliness|service|food|delivery|staff|punctuality|variety|atmosphere|packaging"
const articles = "(?:el |la |los |las |su |sus |tu |tus |nuestr[oa]s? |muy |the |our |your |its |very |how )?"

const pairs: readonly RegExp[] = [qualities, things].map(
  (words) => new RegExp(`\\b(?:${words}) (?:y|e|and|&) (?:de )?${articles}(?:${words})\\b`, "u"),
)

/** The words of a plain text that name two things to judge at once. */
export const doubled = (text: string): string | undefined => {
  for (const pattern of pairs) {
    const words = pattern.exec(text)?.[0]
    if (words !== undefined) return words
  }
  return undefined
}

/** Whether an option makes whoever chooses it look bad. */
export const isShaming = (text: string): boolean =>
  /^no,? (?:thanks,? |thank you,? )?(?:i (?:don'?t (?:want|like|care|need)|hate|prefer|would rather)|i'd rather)\b/u.test(
    text,
  ) || /^no,? (?:gracias,? )?(?:no quiero|prefiero|odio|no me importa|me da igual)\b/u.test(text)
