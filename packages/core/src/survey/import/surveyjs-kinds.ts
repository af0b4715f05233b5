import type { Localized } from "../../kernel/localized.ts"
import type { Day } from "../question-words.ts"
import { isSo, listOf, numberOf, own, textOf } from "./foreign-json.ts"
import { isRecord, type AnyRecord } from "../../kernel/record.ts"
import type { Item } from "./item.ts"
import { itemOf, type Standing } from "./surveyjs-item.ts"
import { hasOther, oneOfThese, optionsOf } from "./surveyjs-options.ts"
import { inEach, wordingOf, wordsOfHtml } from "./surveyjs-words.ts"

/** What becomes of an element; nothing, where it is left out. Why was said. */
export type Kind = (standing: Standing) => readonly Item[]

/** The words of a question: its title, or its name where it has none. */
export const titleOf = ({ element, name, wording }: Standing): Localized => wordingOf(element, "title", wording) ?? name

const lengthOf = (element: AnyRecord, otherwise: number): number => {
  const length = numberOf(element, "maxLength")
  return length !== undefined && Number.isInteger(length) && length > 0 ? length : otherwise
}

const dayOf = (element: AnyRecord, name: string): Day | undefined => {
  const said = textOf(element, name)
  return said !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(said) ? (said as Day) : undefined // of this very shape
}

const number: Kind = (standing) => {
  const { element } = standing
  const [low, high] = [numberOf(element, "min"), numberOf(element, "max")]
  const bounds = { ...(low !== undefined && { low }), ...(high !== undefined && { high }) }
  return [itemOf(standing, { kind: "number", text: titleOf(standing), ...bounds }, { kind: "number" })]
}

const slider: Kind = (standing) => {
  const { element, refuse } = standing
  if (own(element, "sliderType") === "range") {
    refuse("slider of a range", "a slider gives one number; ask for both ends with two questions")
    return []
  }
  const [low, high] = [numberOf(element, "min") ?? 0, numberOf(element, "max") ?? 100]
  const step = numberOf(element, "step") ?? 1
  return [itemOf(standing, { kind: "slider", text: titleOf(standing), low, high, step }, { kind: "number" })]
}

/** One line of text, by what it is for. Telephone numbers are texts there: whoever imports says which are to be checked. */
export const text: Kind = (standing) => {
  const { element, name, as, refuse } = standing
  const asked = titleOf(standing)
  const type = own(element, "inputType") ?? "text"
  if (as[name] === "phone") return [itemOf(standing, { kind: "phone", text: asked }, { kind: "text" })]
  switch (type) {
    case "text":
    case "search":
    case "tel":
    case "url":
      return [
        itemOf(
          standing,
          { kind: "text", text: asked, minLength: 1, maxLength: lengthOf(element, 2000) },
          { kind: "text" },
        ),
      ]
    case "number":
      return number(standing)
    case "range":
      return slider(standing)
    case "email":
      return [itemOf(standing, { kind: "email", text: asked }, { kind: "text" })]
    case "time":
      return [itemOf(standing, { kind: "time", text: asked }, { kind: "text" })]
    case "date": {
      const [earliest, latest] = [dayOf(element, "min"), dayOf(element, "max")]
      const bounds = { ...(earliest && { earliest }), ...(latest && { latest }) }
      return [itemOf(standing, { kind: "date", text: asked, ...bounds }, { kind: "text" })]
    }
  }
  refuse(`input of type ${JSON.stringify(type)}`, "there is no such kind of question; the question is left out")
  return []
}

const comment: Kind = (standing) => [
  itemOf(
    standing,
    { kind: "open-text", text: titleOf(standing), maxLength: lengthOf(standing.element, 5000) },
    { kind: "text" },
  ),
]

const others: Localized = { es: "¿Cuál?", en: "Which one?" }

// "Other, namely": a question of its own, for whoever chose it.
const namely = (standing: Standing, op: "equals" | "contains"): readonly Item[] => {
  const { element, name, wording } = standing
  if (!hasOther(element)) return []
  const asked: Localized = wordingOf(element, "otherPlaceholder", wording) ?? others
  const comments = `${name}-Comment`
  return [
    itemOf(standing, { kind: "text", text: asked, minLength: 1, maxLength: 2000 }, undefined, {
      name: comments,
      required: true,
      follows: { name, op, value: "other" },
      symbols: [{ name: comments, domain: { kind: "text" } }],
      isAdded: true,
    }),
  ]
}

const withoutOptions = ({ refuse }: Standing): readonly Item[] => {
  refuse("choices", "there is nothing to choose from in the survey itself; the question is left out")
  return []
}

const one =
  (kind: "choice" | "dropdown"): Kind =>
  (standing) => {
    const found = optionsOf(standing)
    const { options, offers, order } = found
    if (options.length === 0) return withoutOptions(standing)
    return [
      itemOf(standing, { kind, text: titleOf(standing), options, ...(order && { order }) }, oneOfThese(found), {
        offers,
      }),
      ...namely(standing, "equals"),
    ]
  }

const bounded = (element: AnyRecord, name: string, otherwise: number): number => {
  const value = numberOf(element, name)
  return value !== undefined && Number.isInteger(value) && value > 0 ? value : otherwise
}

const several: Kind = (standing) => {
  const { element } = standing
  const found = optionsOf(standing)
  const { options, offers, order, was } = found
  if (options.length === 0) return withoutOptions(standing)
  const most = Math.min(bounded(element, "maxSelectedChoices", options.length), options.length)
  const least = Math.min(bounded(element, "minSelectedChoices", 1), most)
  return [
    itemOf(
      standing,
      { kind: "choices", text: titleOf(standing), options, least, most, ...(order && { order }) },
      { kind: "several", options: was },
      { offers },
    ),
    ...namely(standing, "contains"),
  ]
}

const pictures: Kind = (standing) => {
  const { element, refuse } = standing
  const found = optionsOf(standing)
  const images = new Map<string, string>()
  for (const raw of listOf(element, "choices")) {
    const link = isRecord(raw) ? textOf(raw, "imageLink") : undefined
    if (isRecord(raw) && link !== undefined) images.set(String(own(raw, "value")), link)
  }
  if (isSo(element, "multiSelect")) {
    refuse("multiSelect", "one picture is chosen; the question is left out")
    return []
  }
  if (found.options.length === 0 || found.options.some(({ value }) => !images.has(value)))
    return withoutOptions(standing)
  const options = found.options.map((option) => ({
    ...option,
    image: images.get(option.value) ?? "",
    alt: option.label,
  }))
  return [
    itemOf(standing, { kind: "image-choice", text: titleOf(standing), options }, oneOfThese(found), {
      offers: found.offers,
    }),
  ]
}

const ranking: Kind = (standing) => {
  const found = optionsOf(standing)
  const { options, was, offers, order } = found
  if (isSo(standing.element, "selectToRankEnabled")) {
    standing.refuse("selectToRankEnabled", "all of them are put in order; the question is left out")
    return []
  }
  if (options.length === 0) return withoutOptions(standing)
  return [
    itemOf(
      standing,
      { kind: "ranking", text: titleOf(standing), options, top: options.length, ...(order && { order }) },
      { kind: "several", options: was },
      { offers },
    ),
  ]
}

const yes: Localized = { es: "Sí", en: "Yes" }
const no: Localized = { es: "No", en: "No" }

const boolean: Kind = (standing) => {
  const { element, wording } = standing
  const [is, isNot] = [own(element, "valueTrue") ?? true, own(element, "valueFalse") ?? false]
  const options = [
    { value: String(is), label: wordingOf(element, "labelTrue", wording) ?? yes },
    { value: String(isNot), label: wordingOf(element, "labelFalse", wording) ?? no },
  ]
  const was = [is, isNot].map((value) =>
    typeof value === "string" || typeof value === "boolean" ? value : String(value),
  )
  return [
    itemOf(
      standing,
      { kind: "choice", text: titleOf(standing), options },
      { kind: "options", options: was.map((value) => ({ value: String(value), was: value })) },
    ),
  ]
}

const html: Kind = (standing) => {
  const { element, wording, refuse } = standing
  const said = wordingOf(element, "html", wording)
  if (said === undefined) return []
  const words = inEach(said, (piece) => wordsOfHtml(piece).words)
  const parts = typeof said === "string" ? [said] : Object.values(said)
  if (!parts.every((piece) => wordsOfHtml(piece).isWhole)) refuse("html", "only its words are kept")
  return [itemOf(standing, { kind: "statement", text: words }, undefined)]
}

const file: Kind = (standing) => {
  const { element } = standing
  const accepted =
    textOf(element, "acceptedTypes")
      ?.split(",")
      .map((each) => each.trim()) ?? []
  const accept = accepted.filter((each) => /^[\w.+-]+\/[\w.+*-]+$/.test(each))
  if (accept.length < accepted.length) standing.refuse("acceptedTypes", "files are accepted by their media type")
  const maxBytes = bounded(element, "maxSize", 10_000_000)
  const most = isSo(element, "allowMultiple") ? bounded(element, "maxFiles", 10) : 1
  return [
    itemOf(
      standing,
      { kind: "file", text: titleOf(standing), accept: accept.length > 0 ? accept : ["*/*"], maxBytes, most },
      undefined,
      { symbols: [{ name: standing.name, domain: { kind: "list" } }] },
    ),
  ]
}

/** The elements that become one question, or one with another behind it. */
export const simpleKinds: { readonly [type: string]: Kind } = {
  text,
  comment,
  radiogroup: one("choice"),
  buttongroup: one("choice"),
  dropdown: one("dropdown"),
  checkbox: several,
  tagbox: several,
  imagepicker: pictures,
  ranking,
  boolean,
  slider,
  html,
  file,
}
