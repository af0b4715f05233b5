import type { WishWords } from "./wish-words.ts"

const coses =
  "(?:missatges?|sms|correus?|e ?mails?|mails?|publicitat|promocions|ofertes|notificacions|avisos|spam|butlletins?|newsletters?" +
  "|comunicacions|whatsapps?)"
const deLaLlista =
  "(?: de (?:tot|la (?:vostra |teva |seva )?llista|les llistes|el butlleti|la newsletter)| del butlleti)?"
const vostres = "(?: (?:els vostres|les vostres|vostres|aquests|aquestes|tants|tantes))?"

/** Catalan. An apostrophe is gone, a hyphen is a space: "no m’envieu" is "no menvieu", "donar-me" is "donar me". */
export const catalan: WishWords = {
  stop: "baixa aturar atura atureu pareu prou",
  start: "alta subscriure",
  before: "sisplau siusplau hola bones gracies",
  behind: "sisplau siusplau gracies ja ara immediatament",
  alone: "si no",
  phrases: "si us plau|moltes gracies|bon dia",
  request: "(?:podeu|pots|pot|podrieu|podries|podria)",
  stopSentences: [
    `para|cancel lar|(?:vull |voldria |demano )?(?:donar ?me|doneu ?me|dona ?m|doni ?m) de baixa${deLaLlista}`,
    `em dono de baixa${deLaLlista}|(?:vull|demano) la baixa`,
    `(?:esborreu|esborra|elimineu|elimina|traieu|treu|treieu) ?(?:me|m)${deLaLlista}`,
    "(?:que )?no (?:em |m)(?:escriviu|escriguis|escrigueu|escrigui)(?: (?:mai )?mes)?",
    "(?:que )?no (?:em |m)(?:contacteu|contactis|contacti|molesteu|molestis|molesti)(?: (?:mai )?mes)?",
    "(?:que )?no (?:em |m)(?:truqueu|truquis|truqui) (?:mai )?mes",
    `no (?:em |m)(?:envieu|enviis|envii|mandeu)(?: mes)?${vostres} ${coses}(?: mes)?`,
    `(?:cap|ni un|no|prou|ni una)(?: mes)? ${coses}(?: mes)?`,
    `no vull(?: rebre)?(?: mes)?${vostres} ${coses}(?: mes)?`,
    "no vull que (?:em |m)(?:escriviu|escrigueu|contacteu|molesteu)(?: mes)?",
    "(?:deixeu|deixa|deixi|pareu|para|deixar|parar) (?:de |d)(?:escriurem|escriure me|trucarme|trucar me)",
    "(?:deixeu|deixa|deixi|pareu|para|deixar|parar) (?:de |d)(?:contactarme|contactar me|molestarme|molestar me)",
    `(?:deixeu|deixa|deixi|pareu|para|deixar|parar) (?:de |d)enviar ?me(?: mes)?${vostres} ${coses}`,
    "(?:deixeu me|deixam|deixa me|deixim) (?:en pau|estar|tranquil|tranquilla)",
    "(?:retiro|revoco) el (?:meu )?consentiment",
  ],
  startSentences: [
    "(?:si )?vull (?:tornar a )?rebre (?:missatges|noticies|avisos)",
    "(?:vull )?(?:donar ?me|doneu ?me) d ?e? ?alta|em dono dalta",
  ],
  confirmation: "Fet: no us escriurem més. Si canvieu d’idea, responeu ALTA.",
}
