/** Where the desk is, for whoever started it. */
export interface Place {
  readonly url: string
  readonly token: string
  /** The data folder, as it may be shown. */
  readonly data: string
  /** The port that was wanted and is taken. */
  readonly taken?: number
}

const texts = {
  en: {
    listening: "Escucha is listening.",
    desk: "Desk",
    customer: "Customer",
    taken: (port: number) => `Port ${port} is taken by another program, so this is the next free one.`,
    note: (data: string) =>
      `Everything is kept in ${data}. The first link signs you in: keep it to yourself. Ctrl-C ends it.`,
  },
  es: {
    listening: "Escucha está escuchando.",
    desk: "Mesa",
    customer: "Cliente",
    taken: (port: number) => `El puerto ${port} lo usa otro programa: este es el siguiente que está libre.`,
    note: (data: string) =>
      `Todo se guarda en ${data}. El primer enlace abre tu sesión: no lo compartas. Termina con Ctrl-C.`,
  },
} as const

/** What is said once the desk is there: its two links. This is the only place where the token is shown. */
export const welcome = ({ url, token, data, taken }: Place, language: "es" | "en"): string => {
  const say = texts[language]
  const width = Math.max(say.desk.length, say.customer.length)
  const lines = [
    say.listening,
    "",
    `${say.desk.padEnd(width)}  ${url}/?token=${encodeURIComponent(token)}`,
    `${say.customer.padEnd(width)}  ${url}/customer`,
    "",
    ...(taken === undefined ? [] : [say.taken(taken)]),
    say.note(data),
  ]
  return `\n${lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n")}\n\n`
}
