import type { Localized } from "../../kernel/localized.ts"
import type { Asked } from "../question.ts"
import type { Option } from "../question-list.ts"
import type { Domain } from "./dialect.ts"
import { literal } from "./expression.ts"
import type { Formula, Item } from "./item.ts"
import { wordsOf, type Row, type SheetWording } from "./xlsform-sheet.ts"
import { parseXPath } from "./xpath-formula.ts"

/** A row of the sheet survey in its place. */
export interface RowStanding {
  readonly row: Row
  readonly name: string
  readonly type: string
  readonly when: readonly string[]
  readonly wording: SheetWording
  /** The rows of the sheet choices, by the name of their list. */
  readonly choices: ReadonlyMap<string, readonly Row[]>
  readonly refuse: (what: string, reason: string) => void
}

type Known = { readonly asked: Asked; readonly domain?: Domain; readonly more?: Partial<Item> } | undefined

const titleOf = ({ row, name, wording }: RowStanding): Localized => wordsOf(row, "label", wording) ?? name

const parameters = (row: Row): ReadonlyMap<string, string> =>
  new Map(
    (row.get("parameters") ?? "")
      .split(/[\s,;]+/)
      .map((pair) => pair.split("="))
      .flatMap(([name, value]) =>
        name !== undefined && value !== undefined ? [[name.toLowerCase(), value] as const] : [],
      ),
  )

const range = (standing: RowStanding): Known => {
  const given = parameters(standing.row)
  const read = (name: string, otherwise: number) => Number(given.get(name) ?? otherwise)
  const [low, high, step] = [read("start", 1), read("end", 10), read("step", 1)]
  return { asked: { kind: "slider", text: titleOf(standing), low, high, step }, domain: { kind: "number" } }
}

const list = /^(?<how>select_one|select1|select_multiple|select|rank)\s+(?<from>\S+)(?<other>\s+or_other)?$/
const spoken: readonly (readonly [RegExp, string])[] = [
  [/^(?:add )?select[ _]one(?: prompt)?[ _](?:from|using) /i, "select_one "],
  [/^select one /i, "select_one "],
  [/^(?:add )?select (?:all that apply|multiple(?: prompt)?)(?: (?:from|using))? /i, "select_multiple "],
  [/^select[ _]multiple[ _](?:from )?/i, "select_multiple "],
  [/[ _]or[ _](?:specify[ _])?other$/i, " or_other"],
]

/** A type as XLSForm writes it today: "select one from sexes or specify other" is `select_one sexes or_other`. */
export const typeOf = (written: string): string =>
  spoken.reduce((type, [before, now]) => type.replace(before, now), written.trim().replace(/\s+/g, " "))

const others: Localized = { es: "Otra respuesta", en: "Other" }

const filterOf = (row: Row, filter: string): Formula => ({
  formula: filter,
  // a bare word is what the choice has in the column of this name
  expression: parseXPath(filter, (word) => literal(row.get(word) ?? "")),
})

const optionsOf = ({ row, choices, wording, refuse }: RowStanding, from: string, hasOther: boolean) => {
  const rows = choices.get(from) ?? []
  const filter = row.get("choice_filter")
  const options: Option[] = []
  const offers: { [value: string]: readonly Formula[] } = {}
  for (const choice of rows) {
    const value = choice.get("name") ?? choice.get("value")
    if (value === undefined) continue
    if (!options.some((option) => option.value === value))
      options.push({ value, label: wordsOf(choice, "label", wording) ?? value })
    else if (filter === undefined) refuse(`choices.${from}.${value}`, "it stands there twice; it is offered once")
    if (filter !== undefined) offers[value] = [...(offers[value] ?? []), filterOf(choice, filter)]
    for (const column of choice.keys())
      if (/^(?:media::)?(?:image|audio|video)\b/.test(column))
        refuse(`choices.${from}.${column}`, "an option is read, and shows or plays nothing")
  }
  if (hasOther && !options.some((option) => option.value === "other")) options.push({ value: "other", label: others })
  return { options, offers }
}

const chosen = (standing: RowStanding): Known => {
  const { row, refuse, type } = standing
  const groups = list.exec(type)?.groups
  const [how, from] = [groups?.["how"], groups?.["from"]]
  if (how === undefined || from === undefined) return undefined
  const { options, offers } = optionsOf(standing, from, groups?.["other"] !== undefined)
  if (options.length === 0) {
    refuse(type, "its list has no choices in the file; the question is left out")
    return undefined
  }
  const isMixed = parameters(row).get("randomize") === "true"
  const listed = { text: titleOf(standing), options, ...(isMixed && { order: "mixed" as const }) }
  const known = options.map(({ value }) => ({ value, was: value }))
  if (how === "rank")
    return {
      asked: { kind: "ranking", top: options.length, ...listed },
      domain: { kind: "several", options: known },
      more: { offers },
    }
  if (how === "select_multiple" || how === "select")
    return {
      asked: { kind: "choices", least: 1, most: options.length, ...listed },
      domain: { kind: "several", options: known },
      more: { offers },
    }
  const isLong = /\b(?:minimal|autocomplete|search|quick)\b/.test(row.get("appearance") ?? "")
  return {
    asked: { kind: isLong ? "dropdown" : "choice", ...listed },
    domain: { kind: "options", options: known },
    more: { offers },
  }
}

const media: { readonly [type: string]: string } = {
  image: "image/*",
  photo: "image/*",
  audio: "audio/*",
  video: "video/*",
  file: "*/*",
}

const fromDevice = new Set(
  `start end today deviceid subscriberid simserial phonenumber username email audit uri:deviceid uri:phonenumber uri:simserial
  start-geopoint background-audio`.split(/\s+/),
)

const understood: Localized = { es: "De acuerdo", en: "OK" }

/** What a row asks; nothing where it is left out, which was said then. */
export const knownOf = (standing: RowStanding): Known => {
  const { row, type, refuse } = standing
  const text = titleOf(standing)
  switch (type.toLowerCase()) {
    case "text":
    case "string":
    case "phone number":
    case "barcode of text":
      return /\bmultiline\b/.test(row.get("appearance") ?? "")
        ? { asked: { kind: "open-text", text, maxLength: 5000 }, domain: { kind: "text" } }
        : { asked: { kind: "text", text, minLength: 1, maxLength: 2000 }, domain: { kind: "text" } }
    case "integer":
    case "int":
      return { asked: { kind: "number", text, whole: true }, domain: { kind: "number" } }
    case "decimal":
      return { asked: { kind: "number", text }, domain: { kind: "number" } }
    case "range":
      return range(standing)
    case "date":
      return { asked: { kind: "date", text }, domain: { kind: "text" } }
    case "time":
      return { asked: { kind: "time", text }, domain: { kind: "text" } }
    case "note":
      if (wordsOf(row, "label", standing.wording) !== undefined) return { asked: { kind: "statement", text } }
      refuse("note", "it has no words; it is left out")
      return undefined
    case "acknowledge":
    case "trigger":
      return {
        asked: { kind: "choice", text, options: [{ value: "OK", label: understood }] },
        domain: { kind: "options", options: [{ value: "OK", was: "OK" }] },
      }
  }
  const accept = Object.hasOwn(media, type) ? media[type] : undefined
  if (accept !== undefined) return { asked: { kind: "file", text, accept: [accept], maxBytes: 10_000_000, most: 1 } }
  if (fromDevice.has(type)) {
    refuse(type, "the device says it, and nobody is asked; a response knows when it was given, and of whom")
    return undefined
  }
  if (list.test(type)) return chosen(standing)
  refuse(type, "there is no such kind of question; it is left out")
  return undefined
}

/** Whether "other, namely" can be chosen. */
export const hasOther = (type: string): boolean => list.exec(type)?.groups?.["other"] !== undefined
