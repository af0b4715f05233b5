import type { WishWords } from "./wish-words.ts"

const cose =
  "(?:messaggi|messaggio|sms|e ?mails?|mails?|pubblicita|promozioni|offerte|notifiche|spam|newsletters?|comunicazioni|whatsapps?)"
const dallaLista =
  "(?: (?:da|dalla|dalle|dal)(?: (?:vostra|vostre|tua|sua|questa))? ?(?:list[ae]|mailing list|newsletter|database|rubrica))?"
const vostri = "(?: (?:i vostri|le vostre|vostri|vostre|altri|altre|questi|queste|tutti questi))?"

/** Italian. "Fine" is not among its words: in English it says that all is well. */
export const italian: WishWords = {
  stop: `basta smettila smettetela smetti smettete cancella cancellami cancellatemi cancellarmi annulla disiscrivi disiscrivimi
    disiscrivermi disiscrizione fermati fermatevi interrompi`,
  start: "iscrivimi iscrivetemi riprendi riattiva",
  before: "perfavore ciao salve buongiorno grazie",
  behind: "perfavore grazie subito adesso ora",
  alone: "si no",
  phrases: "per (?:favore|cortesia|piacere)|grazie mille",
  request: "(?:potete|puoi|puo|potreste|potresti|potrebbe)",
  stopSentences: [
    `(?:voglio |vorrei |desidero )?(?:cancellarmi|disiscrivermi|(?:cancellare|annullare) (?:la mia i|li|l i)scrizione)${dallaLista}`,
    `(?:cancellami|cancellatemi|mi cancelli|mi cancellate|toglietemi|toglimi|mi tolga|rimuovetemi|rimuovimi|mi rimuova)${dallaLista}`,
    `(?:disiscrivimi|disiscrivetemi|mi disiscriva)${dallaLista}`,
    `non (?:mi )?(?:mandate|mandatemi|mandarmi|manda|mandi|inviate|inviatemi|inviarmi|invia|invii)(?: piu)?${vostri} ${cose}(?: piu)?`,
    "non (?:mi )?(?:scrivete|scrivetemi|scrivermi|scriva|scrivere|contattate|contattatemi|contattarmi|contatti|contattare) (?:mai )?piu",
    "non (?:mi )?(?:chiamate|chiamatemi|chiamarmi|chiami|disturbate|disturbatemi|disturbarmi|disturbi) (?:mai )?piu",
    `non (?:voglio|desidero|intendo)(?: piu)?(?: ricevere)?(?: piu)?${vostri} ${cose}(?: piu)?`,
    "non (?:voglio|desidero) (?:piu )?essere (?:contattat|disturbat)[oa](?: piu)?",
    `(?:basta|niente|mai)(?: (?:con|piu))?(?: (?:i|le|questi|queste|altri|altre))? ${cose}|nessun altro messaggio`,
    "(?:smetti|smettete|smettetela|smettila|smetta|smettere) di (?:scrivermi|contattarmi|chiamarmi|disturbarmi)",
    `(?:smetti|smettete|smettetela|smettila|smetta|smettere) di (?:mandarmi|inviarmi)${vostri} ${cose}`,
    "(?:lasciatemi|lasciami|mi lasci|mi lasciate) in pace",
    "(?:revoco|ritiro) il (?:mio )?consenso",
  ],
  startSentences: ["(?:si )?voglio (?:di nuovo )?ricevere (?:di nuovo )?(?:messaggi|notizie|novita)"],
  confirmation: "Fatto: non le scriveremo più. Se cambia idea, risponda START.",
}
