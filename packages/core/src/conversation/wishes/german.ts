import type { WishWords } from "./wish-words.ts"

const dinge =
  "(?:nachrichten|nachricht|sms|e ?mails?|mails?|werbung|werbemails?|newsletters?|angebote|benachrichtigungen|spam|whatsapps?)"
const liste =
  "(?: (?:aus|von|vom)(?: (?:der|dem|ihrer|ihrem|eurer|eurem|deiner|deinem))? ?(?:verteiler|liste|mailingliste|newsletter)(?: aus)?)"
const mag = "(?:mochte|moechte|will|wunsche|wuensche)"

/** German. A letter with dots is one without, or two: "möchte" is "mochte" or "moechte". */
export const german: WishWords = {
  stop: "stopp halt abmelden abmeldung abbestellen austragen schluss aufhoren aufhoeren",
  start: "anmelden wiederanmelden",
  before: "bitte hallo danke",
  behind: "bitte danke jetzt sofort",
  alone: "ja nein danke",
  phrases: "vielen dank|guten (?:tag|morgen|abend)",
  request: "(?:(?:konnen|koennen|konnten|koennten) sie|(?:konnt|koennt|konntet|koenntet) ihr|kannst du|konntest du)",
  stopSentences: [
    `keine (?:weiteren|weitere) ${dinge}(?: mehr)?|(?:keine|keinerlei|nie wieder|nie mehr) ${dinge} mehr|nie (?:wieder|mehr) ${dinge}`,
    "keine (?:werbung|werbemails?|spam)",
    `(?:ich )?${mag} (?:bitte )?keine (?:weiteren |weitere )?${dinge}(?: mehr)?(?: (?:bekommen|erhalten|empfangen|haben))?`,
    `(?:ich )?${mag} (?:mich |bitte )?(?:abmelden|austragen|abbestellen)${liste}?`,
    `(?:ich )?${mag} mich${liste} (?:abmelden|austragen)`,
    `(?:ich )?${mag} nicht (?:mehr|langer|laenger) (?:kontaktiert|angeschrieben|angerufen|belastigt|belaestigt) werden`,
    "mich (?:bitte )?(?:abmelden|austragen)|den newsletter abbestellen",
    "(?:hort|hoert|horen sie|hoeren sie|hor|hoer) (?:bitte )?(?:damit )?auf(?: mir zu schreiben)?|mir zu schreiben",
    `(?:aufhoren|aufhoeren) mir(?: ${dinge})? zu (?:schreiben|schicken|senden)|mir ${dinge} zu (?:schicken|senden)`,
    "(?:schreib|schreibt|schreiben sie) mir (?:bitte )?(?:nicht mehr|nie wieder|nie mehr|nichts mehr)",
    "(?:kontaktiert|kontaktieren sie|kontaktiere) mich (?:bitte )?(?:nicht mehr|nie wieder|nie mehr)",
    "(?:ruf|ruft|rufen sie) mich (?:bitte )?(?:nicht mehr|nie wieder|nie mehr) an",
    `(?:schick|schickt|schicken sie|sende|sendet|senden sie) mir (?:bitte )?(?:nichts mehr|keine (?:weiteren )?${dinge}(?: mehr)?)`,
    `(?:nehmen sie|nehmt|nimm|streichen sie|streicht|tragen sie|tragt|trag) mich (?:bitte )?${liste.slice(4, -1)}`,
    "(?:lass|lasst|lassen sie) mich (?:bitte )?in (?:ruhe|frieden)",
    "(?:ich )?widerrufe (?:meine |die )?(?:einwilligung|zustimmung)",
  ],
  startSentences: [
    `(?:ich )?${mag} (?:wieder|erneut) (?:nachrichten|news|mails) (?:bekommen|erhalten)`,
    "(?:mich )?wieder anmelden",
  ],
  confirmation: "Erledigt: Wir schreiben Ihnen nicht mehr. Wenn Sie es sich anders überlegen, antworten Sie START.",
}
