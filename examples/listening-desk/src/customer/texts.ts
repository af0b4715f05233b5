/** The two languages of the shop. */
export type ShopLanguage = "es" | "en"

const es = {
  tagline: "Cosas hechas despacio, para casa y para el camino.",
  intro: "Cuatro cosas que usamos nosotros. Si algo no va bien, escríbenos: lee una persona y responde en minutos.",
  shelf: "En el estante",
  add: "Añadir",
  added: "Añadido",
  basket: (amount: number) => `Cesta: ${amount}`,
  promise: ["Envío en dos días", "Devolución en treinta", "Responde una persona"],
  ask: "¿Te ayudamos?",
  chat: "Chat con Albada",
  help: "Ayuda",
  closeChat: "Cerrar el chat",
  greeting: "Con Ana, Marcos y Joana",
  hello: "Hola. ¿Qué ha pasado? Lo lee una persona y te responde en menos de quince minutos.",
  messages: "Conversación con Albada",
  team: "Albada",
  rating: "Tu opinión",
  notNow: "Ahora no",
  closeRating: "Cerrar la valoración",
  other: "English",
  footer: "Albada es una tienda imaginaria: un ejemplo de Escucha.",
}

/** The shop's dictionary. */
export type ShopTexts = typeof es

const en: ShopTexts = {
  tagline: "Things made slowly, for home and for the road.",
  intro:
    "Four things that we use ourselves. If something is not right, write to us: a person reads it and answers in minutes.",
  shelf: "On the shelf",
  add: "Add",
  added: "Added",
  basket: (amount) => `Basket: ${amount}`,
  promise: ["Two days to your door", "Thirty to change your mind", "A person answers"],
  ask: "Can we help?",
  chat: "Chat with Albada",
  help: "Help",
  closeChat: "Close the chat",
  greeting: "With Ana, Marcos and Joana",
  hello: "Hello. What happened? A person reads it and answers within fifteen minutes.",
  messages: "Conversation with Albada",
  team: "Albada",
  rating: "Your opinion",
  notNow: "Not now",
  closeRating: "Close the rating",
  other: "Español",
  footer: "Albada is an imaginary shop: an example of Escucha.",
}

/** What the shop says in each language. */
export const texts: { readonly [language in ShopLanguage]: ShopTexts } = { es, en }
