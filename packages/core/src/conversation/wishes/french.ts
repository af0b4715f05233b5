import type { WishWords } from "./wish-words.ts"

const choses =
  "(?:messages?|textos?|sms|e ?mails?|mails?|courriels?|pubs?|publicites?|promos?|promotions?|offres?|notifications?" +
  "|newsletters?|spams?|whatsapps?)"
const dela =
  "(?: (?:de|du)(?: (?:la|votre|ta|cette|vos|tes))? ?(?:listes?|fichiers?|base|newsletter|mailing)(?: de (?:diffusion|contacts?))?)?"
const vos = "(?: (?:de|des|les|vos|tes|ces|tous ces|toutes ces|aucune?|tant de))?"

/** French. An apostrophe is gone: "ne m’envoyez plus" is "ne menvoyez plus". */
export const french: WishWords = {
  stop: `arret arrete arretez arreter cesser cessez desabonner desabonnement desabonnez desinscrire desinscription`,
  start: "reprendre reabonner reinscrire",
  before: "svp stp bonjour bonsoir salut merci",
  behind: "svp stp merci maintenant immediatement",
  alone: "oui non daccord",
  phrases: "sil (?:vous|te) plait|merci (?:davance|beaucoup)",
  request: "(?:pouvez vous|peux tu|pourriez vous|pourrais tu|vous pouvez|tu peux)",
  stopSentences: [
    `(?:desabonnez|desinscrivez|desabonne|desinscris|retirez|enlevez|retire|enleve) moi${dela}`,
    `(?:me desabonner|me desinscrire|je me desabonne|je me desinscris)${dela}`,
    `je (?:veux|souhaite|voudrais|desire) (?:me desabonner|me desinscrire|etre (?:retiree?|desinscrite?|desabonnee?))${dela}`,
    "(?:arrete|arretez|arreter|cesse|cessez|cesser) de (?:me |m)(?:ecrire|contacter|harceler|appeler|deranger|spammer)",
    `(?:arrete|arretez|arreter|cesse|cessez|cesser) (?:de |d)(?:me |m)?envoyer${vos} ${choses}`,
    "(?:ne )?(?:me |m)(?:ecrivez|ecris|ecrire|contactez|contacte|contacter|derangez|derange|appelez|appelle) plus(?: jamais)?",
    `(?:ne )?(?:me |m)(?:envoyez|envoie|envoyer) plus(?: jamais)?${vos} ${choses}`,
    `(?:ne |n)?envoyez plus${vos} ${choses}|(?:ne )?menvoyez plus rien`,
    `je (?:ne )?(?:veux|souhaite|desire) plus(?: recevoir)?${vos} ${choses}`,
    "je (?:ne )?(?:veux|souhaite|desire) plus (?:etre contactee?|rien recevoir)",
    `plus (?:de|aucune?) ${choses}|(?:assez|marre) de ${choses}|stop(?: (?:a|aux|la|les))? (?:pubs?|publicites?|sms|spams?)`,
    "(?:laissez|laisse|fichez|foutez) moi (?:tranquille|la paix|en paix)",
    "(?:je )?(?:retire|revoque) mon consentement",
  ],
  startSentences: [
    "(?:oui )?je (?:veux|souhaite) (?:de nouveau )?recevoir (?:vos |des )?(?:messages|nouvelles)(?: a nouveau)?",
  ],
  confirmation: "C’est fait : nous ne vous écrirons plus. Si vous changez d’avis, répondez START.",
}
