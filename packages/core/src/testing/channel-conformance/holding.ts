import type { HttpRequest } from "../../channel/channel.ts"
import { sampleBytes } from "./samples.ts"
import { bodyOf, type ChannelSubject } from "./subject.ts"

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1)
const inHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

/** The places of a request where words can stand. */
const placesOf = (request: HttpRequest, readable: ChannelSubject<object>["readable"]): readonly string[] =>
  readable ? [readable(request)] : [request.url, bodyOf(request), ...Object.values(request.headers)]

/** Whether the text is in the request, in any of the forms in which providers take text. */
export const holds = (request: HttpRequest, text: string, readable?: ChannelSubject<object>["readable"]): boolean => {
  const places = placesOf(request, readable)
  const inForm = new URLSearchParams({ v: text }).toString().slice(2)
  const json = escaped(text)
  const forms = [text, json, encodeURIComponent(text), inForm, escaped(json), inHtml(text), escaped(inHtml(text))]
  return [...forms, new URLSearchParams({ v: json }).toString().slice(2)].some((form) =>
    places.some((place) => place.includes(form)),
  )
}

/** Whether the bytes of the sample file are in the request, as they are or in base64. */
export const holdsSampleBytes = (request: HttpRequest, readable?: ChannelSubject<object>["readable"]): boolean => {
  const text = new TextDecoder().decode(sampleBytes)
  return [text, btoa(text)].some((form) => holds(request, form, readable))
}
