import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { confirmation, confirmWithin, isOptIn, isOptOut } from "../../src/conversation/opt-out.ts"
import { milliseconds } from "../../src/kernel/duration.ts"

const stops = [
  "STOP", "stop", "Stop.", "STOP!!!", "  stop  ", "\"STOP\"", "'Stop'", "«STOP»", "“stop”", "🛑 STOP 🛑", "stop 🙏", "/stop", "ＳＴＯＰ",
  "S.T.O.P.", "st\u200Bop",
  "STOPALL", "Stop all", "UNSUBSCRIBE", "Unsubscribe me", "unsubscribe from this list", "CANCEL", "cancel please", "END", "QUIT", "REVOKE",
  "I revoke my consent",
  "OPT OUT", "opt-out", "OPTOUT", "Opt me out please", "stop please", "Please stop", "pls stop", "Hi, stop please, thanks",
  "STOP STOP STOP",
  "STOP. Unsubscribe me.", "remove me", "Please remove me from your mailing list", "take me off your list", "stop texting me",
  "Stop sending me messages!",
  "please stop emailing me", "can you stop texting me?", "don't text me again", "Do not contact me anymore", "no more messages",
  "Leave me alone",
  "I want to unsubscribe", "I don't want to receive your emails anymore", "I no longer wish to be contacted", "No. Stop.",
  "STOP\n\n> Our news for May",
  "BAJA", "Baja.", "¡BAJA!", "baja por favor", "baja ya", "PARAR", "¡Para!", "ALTO", "alto 🙏🏽", "CANCELAR", "Cancelar, por favor",
  "dar de baja", "Darme de baja",
  "Dadme de baja, por favor", "quiero darme de baja", "quiero darme de baja de la lista", "solicito la baja", "no me escribas más",
  "No me escribáis más",
  "no me escriban más por favor", "no más mensajes", "No mas mensajes!!", "ni un mensaje más", "no quiero recibir más mensajes",
  "no quiero más publicidad",
  "dejad de escribirme", "deja de mandarme mensajes", "¿Podéis dejar de escribirme?", "no me molesten más", "bórrame de la lista",
  "sácame de la lista por favor",
  "que me borren de la lista", "ya basta", "Hola, baja por favor. Gracias", "déjame en paz", "no me mandes más mensajes", "DESUSCRIBIR",
  "retiro mi consentimiento",
  "ARRÊT", "Stopp", "SAIR", "Baixa", "Abmelden",
]

const others = [
  "", "   ", "🛑", "?", "hola", "ok, gracias", "no", "sí", "yes please",
  "stop sending me the wrong bill, where is my order?", "Stop, where is my order?", "please don't stop", "Don't stop the delivery",
  "the bus stop",
  "Can you stop my order?", "stop?", "Cancel?", "can you cancel?", "cancel my order", "Please cancel order 1234", "cancel my subscription",
  "I want to cancel",
  "Can I unsubscribe from the gym plan and keep the pool?", "How do I unsubscribe?", "the end", "end date please", "in the end it arrived",
  "quit smoking plan",
  "I had to stop using it", "I want to stop", "it won't stop ringing", "remove the second item",
  "remove me from the joint account and add my wife",
  "Reply STOP to unsubscribe", "They told me to reply STOP but it does not work", "no stop", "don't call me", "don't send it",
  "I don't want any more",
  "no more sugar please", "stop by tomorrow", "non-stop", "I never opted out", "START", "take me", "revoke my card",
  "STOP but first refund me",
  "baja temperatura", "¿baja?", "Ya baja el repartidor", "si baja de precio lo compro", "si baja", "no baja", "¿Cuándo baja el precio?",
  "la baja médica",
  "quiero dar de baja mi línea", "dar de baja el contrato de fibra", "cancelar pedido", "Quiero cancelar mi pedido", "¿puedo cancelar?",
  "quiero cancelar",
  "para mañana", "para ahora", "para mí", "es para un regalo", "¿Para qué?", "no me borres de la lista", "no me des de baja",
  "alto ahí, ¿y mi pedido?",
  "muy alto", "el precio es alto", "no para de sonar", "no me llaméis", "no me mandes el pedido a casa", "no quiero nada",
  "no más retrasos, ¿dónde está?",
  "no me escribas más tarde de las ocho", "dejad de cobrarme de más", "parar en la gasolinera", "salir del modo avión no funciona",
  "no quiero el mensaje de voz",
  "basta de excusas", "eliminar el segundo artículo", "Nada más, gracias", "no más", "alta", `stop ${"a".repeat(100_000)}`,
]

describe("the words that stop", () => {
  it("have at least 40 examples on either side", () => {
    expect(new Set(stops).size).toBeGreaterThanOrEqual(40)
    expect(new Set(others).size).toBeGreaterThanOrEqual(40)
  })
  it.each(stops)("hears %j as a stop", (text) => expect(isOptOut(text)).toBe(true))
  it.each(others)("leaves %j to a person", (text) => expect(isOptOut(text)).toBe(false))

  it("hears a stop through any case, quotes, spaces and marks around it", () => {
    const around = fc.constantFrom("", " ", "  ", "\n", "!", "...", "\"", "'", "🛑", "🙏🏽", "«", "”", "\t", "—")
    fc.assert(fc.property(fc.constantFrom(...stops.filter((text) =>
      !text.includes(">"))), around, around, fc.boolean(), (text, left, right, isUpper) =>
      isOptOut(`${left}${isUpper ? text.toUpperCase() : text.toLowerCase()}${right}`)))
  })

  it("never hears a stop in words that follow another matter", () => {
    const matter = fc.constantFrom("where is my order", "me falta un paquete", "the bill is wrong", "¿y mi dinero?")
    fc.assert(fc.property(fc.constantFrom(...stops.filter((text) => !text.includes(">"))), matter, (text, rest) =>
      !isOptOut(`${text}, ${rest}`)))
  })

  it("answers for any text, however strange", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) =>
      typeof isOptOut(text) === "boolean" && !(isOptOut(text) && isOptIn(text))))
  })
})

describe("the words that start again", () => {
  it.each(["START", "start.", "Unstop", "ALTA", "¡alta!", "sí quiero", "Si quiero", "Darme de alta", "opt in", "quiero recibir mensajes",
    "start again"])(
    "hears %j", (text) => expect(isOptIn(text)).toBe(true))
  it.each(["", "sí", "yes", "STOP", "start my order", "when do you start?", "alta temperatura", "¿alta?", "sí quiero el pedido",
    "no quiero"])(
    "leaves %j to a person", (text) => expect(isOptIn(text)).toBe(false))
})

it("confirms in Spanish and English, and says how to come back", () => {
  expect(isOptIn(/responde (\w+)/.exec(confirmation.es)?.[1] ?? "")).toBe(true)
  expect(isOptIn(/reply (\w+)/.exec(confirmation.en)?.[1] ?? "")).toBe(true)
  expect(milliseconds(confirmWithin)).toBe(300_000)
})
