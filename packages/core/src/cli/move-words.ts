import type { Archived } from "../timeline/archive.ts"
import type { Counted, Difference, MoveProgress } from "../runtime/move.ts"

const usageInEnglish = `usage: escucha move FROM TO [--check] [--schema NAME] [--language en|es] [--json]

Writes all that one store holds into another that holds nothing, and compares them record by record before it is kept. FROM and TO are
each the file of an SQLite store, the address of a PostgreSQL database (postgres://…), or env:NAME for what that variable of the
environment says, which keeps a password out of the list of processes. Stop the application first. FROM stays as it is.

  --check          writes nothing: says whether both hold the same, to the letter
  --schema NAME    the schema in PostgreSQL; escucha, if it is left out
  --language TAG   en or es; that of the environment, if it is left out
  --json           what was moved as one line of JSON

All of it is written or nothing: where the command breaks off, call it again. It ends with 0 where both hold the same, with 1 where
they do not, and with 2 where it could not be done.
`

const usageInSpanish = `uso: escucha move DESDE HASTA [--check] [--schema NOMBRE] [--language en|es] [--json]

Escribe todo lo que guarda un almacén en otro que está vacío, y los compara registro por registro antes de darlo por bueno. DESDE y
HASTA son el fichero de un almacén SQLite, la dirección de una base PostgreSQL (postgres://…), o env:NOMBRE para lo que diga esa
variable del entorno, y así la contraseña no sale en la lista de procesos. Pare antes la aplicación. DESDE queda como está.

  --check          no escribe nada: dice si los dos guardan lo mismo, letra por letra
  --schema NOMBRE  el esquema en PostgreSQL; escucha, si no se dice
  --language TAG   en o es; el del entorno, si no se dice
  --json           lo que se ha movido, en una línea de JSON

Se escribe todo o nada: si la orden se interrumpe, repítala. Termina con 0 si los dos guardan lo mismo, con 1 si no, y con 2 si no
se ha podido hacer.
`

const partsInEnglish: { readonly [Part in Archived["part"]]: string } = {
  head: "cursor",
  stream: "streams",
  identifier: "identifiers",
  seen: "inputs seen",
  entry: "entries",
  row: "lines of lists",
  count: "counters",
  job: "jobs",
  file: "files",
}

const partsInSpanish: { readonly [Part in Archived["part"]]: string } = {
  head: "cursor",
  stream: "flujos",
  identifier: "identificadores",
  seen: "entradas vistas",
  entry: "hechos",
  row: "líneas de listas",
  count: "contadores",
  job: "trabajos",
  file: "ficheros",
}

/** What `escucha move` says, in one language. */
export interface MoveWords {
  readonly usage: string
  readonly progress: (progress: MoveProgress) => string
  readonly same: (counted: Counted, wasWritten: boolean) => string
  readonly different: (difference: Difference) => string
  readonly stopped: string
}

const listOf = (counted: Counted, names: typeof partsInEnglish, language: string): string =>
  Object.entries(names)
    .filter(([part]) => part !== "head")
    // every part has a name, so every name is one of a part
    .map(([part, name]) => `  ${counted[part as Archived["part"]].toLocaleString(language)} ${name}\n`)
    .join("")

const english: MoveWords = {
  usage: usageInEnglish,
  progress: ({ doing, part, records, of }) =>
    `${doing === "writing" ? "writing" : "comparing"} ${partsInEnglish[part]}: ${records.toLocaleString("en")}${
      of === undefined ? "" : ` of ${of.toLocaleString("en")}`
    } records`,
  same: (counted, wasWritten) =>
    `${wasWritten ? "moved, and every record compared" : "both hold the same"}:\n${listOf(counted, partsInEnglish, "en")}`,
  different: ({ part, record, because }) =>
    `they do not hold the same: number ${record.toLocaleString("en")} of the ${partsInEnglish[part]} is ${because}\n`,
  stopped: "stopped; nothing was written\n",
}

const becauseInSpanish = { missing: "falta", added: "sobra", changed: "es distinto" } as const

const spanish: MoveWords = {
  usage: usageInSpanish,
  progress: ({ doing, part, records, of }) =>
    `${doing === "writing" ? "escribiendo" : "comparando"} ${partsInSpanish[part]}: ${records.toLocaleString("es")}${
      of === undefined ? "" : ` de ${of.toLocaleString("es")}`
    } registros`,
  same: (counted, wasWritten) =>
    `${wasWritten ? "movido, y comparado cada registro" : "los dos guardan lo mismo"}:\n${listOf(counted, partsInSpanish, "es")}`,
  different: ({ part, record, because }) =>
    `no guardan lo mismo: el número ${record.toLocaleString("es")} (${partsInSpanish[part]}) ${becauseInSpanish[because]}\n`,
  stopped: "interrumpido; no se ha escrito nada\n",
}

/** The words of a language, by its tag or the name of a locale such as `es_ES.UTF-8`. */
export const moveWords = (language: string): MoveWords => (/^es([_.@-]|$)/i.test(language) ? spanish : english)
