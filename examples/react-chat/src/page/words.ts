import type { Language } from "@escucha/react"

const es = {
  title: "Tu bici, lista para el lunes",
  intro: "Cuéntanos qué le pasa. Respondemos enseguida, y si hace falta te llama una persona.",
  chat: "Chat con el taller",
  team: "Taller",
  finish: "Terminar y valorar",
  survey: "Tu opinión",
  other: "English",
}

/** What the page says around the chat. */
export type Words = typeof es

/** What the page says, in each language. */
export const words: { readonly [In in Language]: Words } = {
  es,
  en: {
    title: "Your bike, ready by Monday",
    intro: "Tell us what is wrong with it. We answer at once, and a person calls you if it takes one.",
    chat: "Chat with the workshop",
    team: "Workshop",
    finish: "Finish and rate us",
    survey: "Your opinion",
    other: "Español",
  },
}
