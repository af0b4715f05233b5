import type { WishWords } from "./wish-words.ts"

const goods =
  "(?:texts?|text messages?|sms|messages?|e ?mails?|mails?|whatsapps?|notifications?|ads?|promos?|promotions?|offers?|marketing" +
  "|spam|newsletters?)"
const again = "(?: any ?more| again| ever| ever again)"
const list =
  "(?: (?:from|off|of))?(?: (?:your|this|the|all))?(?: (?:mailing|marketing|contact|text|sms|e ?mail))?" +
  "(?: (?:lists?|database|system|e ?mails?|messages?|texts?|newsletter))?"

/** English; its single words are those of https://www.ecfr.gov/current/title-47/section-64.1200 (a)(10) and of the carriers. */
export const english: WishWords = {
  stop: "stop stopall unsubscribe unsub cancel end quit revoke optout remove",
  start: "start unstop subscribe resubscribe optin",
  before: "please pls plz kindly ok okay thanks hi hello hey just",
  behind: "please pls plz thanks thank you thx now already immediately asap",
  alone: "yes no sir madam",
  request: "(?:can|could|would|will) you",
  stopSentences: [
    "stop all|opt out|leave me alone|lose my number",
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
  ],
  startSentences: [
    "(?:yes )?(?:start|subscribe|resubscribe)(?: me)?(?: again| back)?|opt (?:me )?(?:back )?in",
    "start (?:messages|texting me|sending me messages)(?: again)?",
  ],
  confirmation: "Done: we will not write to you again. If you change your mind, reply START.",
}
