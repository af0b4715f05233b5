import type { Content } from "../channel/content.ts"
import { type Localized, textIn } from "../kernel/localized.ts"

/** What stands under a message that we start, beside its own words. */
export interface Footer {
  readonly postalAddress?: string
  /** Where they say that they want no more of it. */
  readonly unsubscribe?: string
  readonly language?: string
}

const label: Localized = {
  es: "Darse de baja",
  en: "Unsubscribe",
  pt: "Cancelar a inscrição",
  fr: "Se désabonner",
  de: "Abmelden",
  it: "Annullare l’iscrizione",
  ca: "Donar-se de baixa",
}

/** Signs that mean something in our markup, taken as they stand. */
const asItStands = (text: string): string => text.replace(/[\\*_~`[\]]/g, "\\$&")

/** The message with who writes it, and where to say no, under it. */
export const withFooter = (content: Content, { postalAddress, unsubscribe, language }: Footer): Content => {
  const lines = [
    ...(postalAddress === undefined ? [] : [postalAddress]),
    ...(unsubscribe === undefined ? [] : [`${textIn(label, language)}: ${unsubscribe}`]),
  ]
  if (lines.length === 0) return content
  const text = lines.join("\n")
  return { ...content, text: `${content.text}\n\n-- \n${content.format === "markdown" ? asItStands(text) : text}` }
}
