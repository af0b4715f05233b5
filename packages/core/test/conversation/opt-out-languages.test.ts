import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { confirmation, isOptIn, isOptOut } from "../../src/conversation/opt-out.ts"

interface Said {
  readonly stops: readonly string[]
  readonly starts: readonly string[]
  /** What holds a word that stops, and says something else. */
  readonly others: readonly string[]
}

const said: { readonly [language: string]: Said } = {
  es: {
    stops: ["BAJA", "Parar, por favor", "no me mandéis más mensajes", "¿Podéis darme de baja?", "Basta de publicidad"],
    starts: ["ALTA", "quiero recibir mensajes", "me doy de alta"],
    others: [
      "para mañana",
      "es para mi madre",
      "alto y claro: ¿dónde está mi pedido?",
      "baja el precio",
      "quiero dar de baja mi línea",
      "¿parar dónde?",
      "no me mandéis más facturas",
      "gracias por parar",
    ],
  },
  en: {
    stops: [
      "STOP please",
      "Unsubscribe",
      "Please stop texting me, thanks",
      "no more emails",
      "Could you stop calling me?",
    ],
    starts: ["START", "opt back in", "Subscribe me again"],
    others: [
      "stop by tomorrow",
      "cancel my order",
      "the end of the month",
      "please stop the delivery",
      "I quit my job and need a refund",
      "no more questions",
      "fine",
    ],
  },
  pt: {
    stops: [
      "PARAR",
      "Sair",
      "cancelar, por favor",
      "Parem de me enviar mensagens",
      "não quero receber mais mensagens",
      "Não me mandem mais publicidade!",
      "me tire da lista",
      "Remova-me da sua lista de emails",
      "Podem parar de me enviar emails?",
      "quero sair da lista",
      "chega de propaganda",
      "Deixem-me em paz",
      "não me escrevam mais",
    ],
    starts: ["iniciar", "quero voltar a receber mensagens"],
    others: [
      "para amanhã",
      "pode parar na porta",
      "quero sair mais cedo",
      "não quero receber a encomenda errada",
      "quero cancelar a encomenda",
      "não me mandem a fatura",
      "sair às oito",
      "onde posso parar o carro?",
    ],
  },
  fr: {
    stops: [
      "ARRÊT",
      "Arrêtez !",
      "désabonner",
      "Désabonnez-moi, s'il vous plaît",
      "désinscrivez moi de votre liste",
      "Je veux me désabonner",
      "Arrêtez de m’écrire",
      "Pouvez-vous arrêter de m'envoyer des messages ?",
      "Ne m'envoyez plus de SMS svp",
      "je ne veux plus recevoir vos mails",
      "plus de pub",
      "STOP PUB",
      "ne m’appelez plus",
      "Laissez-moi tranquille",
      "je ne souhaite plus être contacté",
    ],
    starts: ["reprendre", "oui je veux recevoir vos messages"],
    others: [
      "l'arrêt de bus est loin",
      "arrêtez-vous à Paris ?",
      "stop, où est ma commande ?",
      "je ne veux plus attendre",
      "ne m'envoyez plus la facture à cette adresse",
      "je veux résilier mon contrat",
      "plus de détails sur les messages ?",
      "où m'arrêter",
    ],
  },
  de: {
    stops: [
      "STOPP",
      "Halt!",
      "abmelden",
      "Bitte abmelden",
      "keine Nachrichten mehr",
      "Keine weiteren SMS bitte",
      "keine Werbung",
      "Ich möchte keine Newsletter mehr erhalten",
      "ich moechte mich abmelden",
      "Ich will nicht mehr kontaktiert werden",
      "Schreiben Sie mir nicht mehr",
      "Hören Sie auf, mir zu schreiben!",
      "Können Sie mich abmelden?",
      "Nehmen Sie mich aus dem Verteiler",
      "Lasst mich in Ruhe",
      "schicken sie mir keine mails mehr",
    ],
    starts: ["anmelden", "Ich möchte wieder Nachrichten bekommen"],
    others: [
      "halt mich auf dem Laufenden",
      "Ende der Woche",
      "ich möchte mich vom Kurs am Montag abmelden",
      "keine Nachrichten bekommen?",
      "Ich habe keine Nachricht erhalten",
      "nicht mehr lieferbar?",
      "schicken Sie mir bitte die Rechnung",
      "die Lieferung stoppen",
      "ich möchte meinen Vertrag kündigen",
    ],
  },
  it: {
    stops: [
      "BASTA",
      "cancella",
      "Cancellatemi dalla lista",
      "smettetela",
      "Smettetela di scrivermi!",
      "Potete smettere di mandarmi messaggi?",
      "non mandatemi più messaggi",
      "Non voglio più ricevere le vostre newsletter",
      "niente più SMS",
      "basta pubblicità",
      "disiscrivimi per favore",
      "toglietemi dalla lista",
      "non chiamatemi più",
      "lasciatemi in pace",
    ],
    starts: ["iscrivimi", "sì voglio ricevere messaggi"],
    others: [
      "basta così, grazie",
      "basta un giorno?",
      "cancella il mio ordine",
      "alla fermata",
      "non mandatemi la fattura",
      "fine",
      "smettetela di sbagliare",
      "non voglio più il pacco",
    ],
  },
  ca: {
    stops: [
      "BAIXA",
      "Prou!",
      "cancel·lar",
      "aturar si us plau",
      "Vull donar-me de baixa",
      "doneu-me de baixa de la llista",
      "no m'envieu més missatges",
      "No m’escriviu més",
      "prou missatges",
      "cap missatge més",
      "no vull rebre més publicitat",
      "deixeu d'escriure'm",
      "Podeu deixar d'enviar-me correus?",
      "deixeu-me en pau",
    ],
    starts: ["alta", "vull rebre missatges"],
    others: [
      "per a demà",
      "baixa el preu",
      "prou bé",
      "no m'envieu la factura",
      "vull donar de baixa la línia",
      "atura't a la porta",
      "cap problema",
      "no vull rebre la comanda equivocada",
    ],
  },
}

for (const [language, { stops, starts, others }] of Object.entries(said)) {
  describe(`in ${language}`, () => {
    it.each(stops)("%j stops", (text) => expect([isOptOut(text), isOptIn(text)]).toEqual([true, false]))
    it.each(stops)("%j stops, however loud it is", (text) => expect(isOptOut(`¡${text.toUpperCase()}!!`)).toBe(true))
    it.each(starts)("%j starts", (text) => expect([isOptOut(text), isOptIn(text)]).toEqual([false, true]))
    it.each(others)("%j is for a person to read", (text) =>
      expect([isOptOut(text), isOptIn(text)]).toEqual([false, false]),
    )
    it.each(stops)("%j with a complaint behind it is for a person to read", (text) =>
      expect(isOptOut(`${text.replace(/[?!.]+$/, "")}, DHL 4711`)).toBe(false),
    )
    it("the confirmation says how to come back, and that word works", () => {
      const text = Object.entries(confirmation).find(([known]) => known === language)?.[1] ?? ""
      expect(isOptIn(/([A-Z]{4,})\.$/.exec(text)?.[1] ?? "")).toBe(true)
      expect(isOptOut(text)).toBe(false)
    })
  })
}

it("a stop and a start in one message cancel each other: a person reads it", () => {
  const all = Object.values(said)
  fc.assert(
    fc.property(
      fc.constantFrom(...all.flatMap(({ stops }) => stops)),
      fc.constantFrom(...all.flatMap(({ starts }) => starts)),
      (stop, start) => !isOptOut(`${stop}. ${start}.`) && !isOptIn(`${start}. ${stop}.`),
    ),
  )
})

it("costs what it is long, whatever is repeated in it", () => {
  const parts = [
    ...Object.values(said).flatMap(({ stops }) => stops),
    "stop ",
    "de ",
    "no me ",
    "·",
    "’",
    "ne m",
    "keine ",
  ]
  const works = (text: string): number => {
    const before = process.cpuUsage()
    isOptOut(text)
    const { user } = process.cpuUsage(before)
    return user
  }
  for (const part of parts) works(part.repeat(20_000)) // a text that is too long is not even read
  for (const part of parts) expect(works(part.repeat(240 / part.length)) / 1_000).toBeLessThan(50) // milliseconds of CPU
})
