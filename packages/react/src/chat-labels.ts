/** A language that our components speak by themselves; for others, give every label. */
export type Language = "es" | "en"

/** What `Chat` says around the messages. */
export interface ChatLabels {
  readonly chat: string
  readonly messages: string
  /** The author of the customer's own messages. */
  readonly you: string
  /** The author of a message of ours that nobody signed. */
  readonly team: string
  readonly write: string
  readonly send: string
  readonly sending: string
  readonly failed: string
  readonly retry: string
  readonly connecting: string
  readonly offline: string
  /** The name of the group of answers to tap. */
  readonly answers: string
  readonly attach: string
  /** Somebody of the team is writing. */
  readonly typing: string
}

/** What `Chat` says, unless it is told otherwise. */
export const chatLabels: { readonly [In in Language]: ChatLabels } = {
  es: {
    chat: "Chat",
    messages: "Mensajes",
    you: "Tú",
    team: "Equipo",
    write: "Escribe un mensaje",
    send: "Enviar",
    sending: "Enviando…",
    failed: "No se ha enviado.",
    retry: "Reintentar",
    connecting: "Conectando…",
    offline: "Sin conexión. Seguimos intentándolo.",
    answers: "Respuestas",
    attach: "Adjuntar",
    typing: "Escribiendo…",
  },
  en: {
    chat: "Chat",
    messages: "Messages",
    you: "You",
    team: "Team",
    write: "Write a message",
    send: "Send",
    sending: "Sending…",
    failed: "Not sent.",
    retry: "Try again",
    connecting: "Connecting…",
    offline: "No connection. We keep trying.",
    answers: "Answers",
    attach: "Attach",
    typing: "Writing…",
  },
}
