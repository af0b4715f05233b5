import type { WishWords } from "./wish-words.ts"

const bienes =
  "(?:mensajes?|mensajitos|sms|correos?|e ?mails?|mails?|whatsapps?|notificaciones|avisos|publicidad|propaganda|promociones" +
  "|promos|ofertas|spam|newsletters?|boletines|comunicaciones)"
const never = "(?: mas| nunca mas| nunca| jamas)"
const deLista =
  "(?: (?:de|en) (?:la|su|vuestra|tu|esta|las|sus) (?:listas?|base de datos|newsletter)" +
  "(?: de (?:correos?|envios?|distribucion|contactos))?)?"
const todos = "(?: (?:la|las|el|los|sus|vuestros|tus|estos|estas|todos los|todas las))?"
const deBienes = `(?: (?:de|en)${todos} ${bienes}| de la lista(?: de correo)?| de todo)?`

/** Spanish. */
export const spanish: WishWords = {
  stop: `baja parar pare paren parad alto basta cancelar cancela cancelen detener eliminar salir desuscribir desuscribirme`,
  start: "alta suscribir suscribirme suscribeme reanudar",
  before: "hola buenas porfa porfavor oye gracias",
  behind: "porfa porfavor gracias ya inmediatamente",
  alone: "no si vale bueno",
  phrases: "por favor",
  request: "(?:podeis|puedes|pueden|podrias|podriais|podrian|puede|podria)",
  stopSentences: [
    "para|ya basta",
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
  ],
  startSentences: [
    "si quiero|(?:si )?quiero (?:recibir|volver a recibir) (?:mensajes|noticias|avisos)",
    "(?:quiero |quisiera )?(?:dar(?:me)?|dadme|dame|deme|denme) de alta|(?:quiero|solicito) (?:el|la|mi) alta|me doy de alta",
  ],
  confirmation: "Hecho: no te escribiremos más. Si cambias de idea, responde ALTA.",
}
