// Engines of templates: https://liquidjs.com, https://mustache.github.io, https://handlebarsjs.com. Each escapes for HTML by itself; for
// the other formats they write values as they stand, which is less than ours and the limit do.
import Handlebars from "handlebars"
import { Liquid } from "liquidjs"
import Mustache from "mustache"
import type { MessageFormat, MessageKind, Writing } from "./message.ts"

const around: { readonly [Format in MessageFormat]: readonly [bold: readonly [string, string], link: string] } = {
  html: [["<b>", "</b>"], '<a href="https://shop.example/pedidos">aquí</a>'],
  whatsapp: [["*", "*"], "aquí (https://shop.example/pedidos)"],
  plain: [["", ""], "aquí (https://shop.example/pedidos)"],
}

interface Places {
  readonly place: (name: string) => string
  readonly or: (name: string, fallback: string) => string
}

/** A message of a kind in a format. */
interface Wanted {
  readonly kind: MessageKind
  readonly format: MessageFormat
}

const templateOf = ({ kind, format }: Wanted, { place, or }: Places): string => {
  if (kind !== "message")
    return `Hola ${or("name", "cliente")}, tu pedido ${place("order")} ha salido con ${or("carrier", "el transportista")}.`
  const [[begin, end], link] = around[format]
  return (
    `Hola ${or("name", "cliente")}, tu pedido ${begin}${place("order")}${end} ` +
    `ha salido con ${or("carrier", "el transportista")}. Míralo ${link}.`
  )
}

const liquid = (wanted: Wanted): Writing => {
  const engine = new Liquid()
  const escape = wanted.format === "html" ? " | escape" : ""
  const parsed = engine.parse(
    templateOf(wanted, {
      place: (name) => `{{ ${name}${escape} }}`,
      or: (name, fallback) => `{{ ${name} | default: "${fallback}"${escape} }}`,
    }),
  )
  return (values) => String(engine.renderSync(parsed, values))
}

const braces = (format: MessageFormat) => (name: string) => (format === "html" ? `{{${name}}}` : `{{{${name}}}}`)

const mustache = (wanted: Wanted): Writing => {
  const place = braces(wanted.format)
  const or = (name: string, fallback: string) =>
    `{{#${name}}}${place(name)}{{/${name}}}{{^${name}}}${fallback}{{/${name}}}`
  const template = templateOf(wanted, { place, or })
  Mustache.parse(template) // kept by the library
  return (values) => Mustache.render(template, values)
}

const handlebars = (wanted: Wanted): Writing => {
  const place = braces(wanted.format)
  const or = (name: string, fallback: string) => `{{#if ${name}}}${place(name)}{{else}}${fallback}{{/if}}`
  return Handlebars.compile<unknown>(templateOf(wanted, { place, or }))
}

/** The engines, each with its template compiled once. */
export const peersOf = (kind: MessageKind, format: MessageFormat): { readonly [peer: string]: Writing } => ({
  liquidjs: liquid({ kind, format }),
  mustache: mustache({ kind, format }),
  handlebars: handlebars({ kind, format }),
})
