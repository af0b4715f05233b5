import { escapeMarkupBehind } from "../../../packages/core/src/channel/markup.ts" // no door has these alone: a message is
import { escapeFor, writeMarkup } from "../../../packages/core/src/channel/markup-format.ts" // filled and written on its way out
import { render } from "../../../packages/core/src/kernel/template.ts"

/** What a message knows of whom it goes to. The carrier is never known: its fallback is said. */
export interface Values {
  readonly name?: string
  readonly order: string
}

/** In which form the message leaves: as mail, to WhatsApp, as a short message. */
export const formats = ["html", "whatsapp", "plain"] as const

/** One of them. */
export type MessageFormat = (typeof formats)[number]

/** With something bold and a link in our markup, or words alone. */
export const kinds = ["message", "message without markup"] as const

/** One of them. */
export type MessageKind = (typeof kinds)[number]

const templates: { readonly [Kind in MessageKind]: string } = {
  message:
    "Hola {name|cliente}, tu pedido **{order}** ha salido con {carrier|el transportista}. Míralo [aquí](https://shop.example/pedidos).",
  "message without markup": "Hola {name|cliente}, tu pedido {order} ha salido con {carrier|el transportista}.",
}

/** So many people, one after the other: one in seven has a sign in the name that has to be escaped, one in eleven has no name. */
export const people: readonly Values[] = Array.from({ length: 1_001 }, (_, place) => ({
  order: `A-${place}`,
  ...(place % 11 !== 0 && { name: place % 7 === 0 ? `Ana & Luz <${place}>` : `Ana ${place}` }),
}))

/** A variant that writes the message for one person. */
export type Writing = (values: Values) => string

/** Ours: the template is filled, and what comes of it is written for the channel. What a value says is no markup. */
export const ours = (kind: MessageKind, format: MessageFormat): Writing => {
  const template = templates[kind]
  return kind === "message"
    ? (values) => writeMarkup(render(template, values, escapeMarkupBehind).text, format)
    : (values) => escapeFor(render(template, values).text, format)
}

/** Writes for the next person at each call. */
export const inTurns = (writing: Writing): (() => string) => {
  let place = 0
  return () => {
    place = (place + 1) % people.length
    const values = people[place]
    return values ? writing(values) : ""
  }
}
