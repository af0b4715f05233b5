// What is written into a room: https://spec.matrix.org/v1.14/client-server-api/#mroommessage-msgtypes
import type { Outgoing } from "@escucha/core"
import { textOfHtml } from "../html.ts"
import { isText } from "../json.ts"

/** HTML, and the same in plain words, for programs that show no HTML. */
const wordsOf = ({ text, format }: Outgoing["content"]) => {
  if (format !== "matrix") return { body: text }
  const plain = text.replaceAll("<br>\n", "\n").replaceAll(/<a href="([^"<>]*)">([^<>]*)<\/a>/g, "$2 ($1)")
  return { body: textOfHtml(plain), format: "org.matrix.custom.html", formatted_body: text }
}

/** What a message is for a room. */
export const shownOf = (content: Outgoing["content"], isAutomatic = false): object => {
  const { place } = content
  if (!place) return { msgtype: isAutomatic ? "m.notice" : "m.text", ...wordsOf(content) }
  const at = `${place.latitude},${place.longitude}`
  return {
    msgtype: "m.location",
    body: [place.name, place.address, at].filter(isText).join(", "),
    geo_uri: `geo:${at}`,
  }
}
