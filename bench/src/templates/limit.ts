import type { MessageFormat, MessageKind, Writing } from "./message.ts"

const entities: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
const inHtml = (text: string): string =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign) : text
// what may begin markup there is taken its meaning by a sign that nobody sees
const inWhatsApp = (text: string): string =>
  /[*_~`>]/.test(text) ? text.replace(/(?<![\p{L}\p{N}])([*_~`])(?=\S)/gu, "$1\u2060") : text
const or = (value: string | undefined, fallback: string): string =>
  value === undefined || value === "" ? fallback : value

const url = "https://shop.example/pedidos"
const carrier: string | undefined = undefined

const escapes: { readonly [Format in MessageFormat]: (text: string) => string } = {
  html: inHtml,
  whatsapp: inWhatsApp,
  plain: (text) => text,
}

const plainly =
  (escape: (text: string) => string): Writing =>
  ({ name, order }) =>
    `Hola ${escape(or(name, "cliente"))}, tu pedido ${escape(order)} ha salido con ${escape(or(carrier, "el transportista"))}.`

const withMarkup: { readonly [Format in MessageFormat]: Writing } = {
  html: ({ name, order }) =>
    `Hola ${inHtml(or(name, "cliente"))}, tu pedido <b>${inHtml(order)}</b> ha salido con ${inHtml(
      or(carrier, "el transportista"),
    )}. Míralo <a href="${url}">aquí</a>.`,
  whatsapp: ({ name, order }) =>
    `Hola ${inWhatsApp(or(name, "cliente"))}, tu pedido *${inWhatsApp(order)}* ha salido con ${inWhatsApp(
      or(carrier, "el transportista"),
    )}. Míralo aquí (${url}).`,
  plain: ({ name, order }) =>
    `Hola ${or(name, "cliente")}, tu pedido ${order} ha salido con ${or(carrier, "el transportista")}. Míralo aquí (${url}).`,
}

/** The message as a template literal, one for each kind and format: what the language itself needs. */
export const literalOf = (kind: MessageKind, format: MessageFormat): Writing =>
  kind === "message" ? withMarkup[format] : plainly(escapes[format])
