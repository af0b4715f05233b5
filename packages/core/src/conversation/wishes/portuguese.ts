import type { WishWords } from "./wish-words.ts"

const coisas =
  "(?:mensagens|mensagem|sms|e ?mails?|publicidade|propagandas?|promocoes|ofertas|notificacoes|avisos|spam|newsletters?" +
  "|comunicacoes|whatsapps?|ligacoes)"
const daLista =
  "(?: (?:da|de|desta|dessa)(?: (?:sua|vossa|tua))? ?listas?(?: de (?:e ?mails?|contatos|contactos|envios?))?)"
const suas = "(?: (?:as|os|suas|seus|vossas|vossos|essas|esses|estas|estes|tantas|tantos))?"

/** Portuguese, of Portugal and Brazil. */
export const portuguese: WishWords = {
  stop: "parar pare parem sair cancelar cancele cancelem descadastrar descadastre remover",
  start: "iniciar retomar reativar inscrever",
  before: "ola oi bom dia boa tarde obrigado obrigada",
  behind: "obrigado obrigada ja agora imediatamente",
  alone: "nao sim ola oi ok",
  phrases: "se faz favor",
  request: "(?:podem|pode|podes|poderiam|poderia|podiam|podia)",
  stopSentences: [
    "para|me descadastre|me deixem? em paz|deixem? me em paz|(?:chega|basta)",
    `(?:me (?:remova|remove|tire|tira|retire|exclua)|(?:remova|remove|tire|tira|retire|exclua|descadastre) me)${daLista}?`,
    `(?:quero|queria|desejo|gostaria de) (?:me descadastrar|descadastrar me|ser (?:removid|retirad|excluid)[oa])${daLista}?`,
    `(?:quero|queria|desejo|gostaria de) (?:sair|cancelar)${daLista}`,
    "(?:quero |desejo |gostaria de )?cancelar (?:a |minha |a minha )?inscricao",
    "(?:pare|parem|parar|para|deixe|deixem|deixa|deixar) de (?:me )?(?:escrever|ligar|incomodar|chatear)(?: me)?(?: mais)?",
    "(?:pare|parem|parar|para|deixe|deixem|deixa|deixar) de (?:me )?(?:contactar|contatar)(?: me)?(?: mais)?",
    `(?:pare|parem|parar|para|deixe|deixem|deixa|deixar) de (?:me )?(?:enviar|mandar)(?: me)?(?: mais)?${suas} ${coisas}`,
    `nao (?:me )?(?:envie|envies|enviem|mande|mandes|mandem)(?: me)?(?: mais)?${suas} ${coisas}(?: mais)?`,
    "nao (?:me )?(?:escreva|escrevas|escrevam|incomode|incomodem)(?: me)?(?: (?:nunca )?mais)?",
    "nao (?:me )?(?:contacte|contactes|contactem|contate|contatem)(?: me)?(?: (?:nunca )?mais)?",
    "nao (?:me )?(?:ligue|ligues|liguem)(?: me)? (?:nunca )?mais",
    `(?:eu )?nao (?:quero|desejo)(?: mais)?(?: receber)?(?: mais)?${suas} ${coisas}(?: mais)?`,
    "(?:eu )?nao (?:quero|desejo) (?:mais )?(?:receber mais nada|ser contactad[oa]|ser contatad[oa])(?: mais)?",
    `(?:chega|basta) de ${coisas}|sem mais ${coisas}|(?:nenhuma|nem uma) mensagem(?: a)? mais`,
    "(?:retiro|revogo) (?:o |o meu |meu )?consentimento",
  ],
  startSentences: [
    "(?:sim )?quero (?:voltar a )?receber (?:mensagens|noticias|novidades)",
    "quero (?:me inscrever|inscrever me)(?: de novo| outra vez)?",
  ],
  confirmation: "Feito: não lhe escreveremos mais. Se mudar de ideia, responda START.",
}
