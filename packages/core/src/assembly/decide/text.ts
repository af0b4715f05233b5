import { longestText } from "../../channel/content.ts"
import type { Rejection } from "../../timeline/decision.ts"
import { refuse } from "./setting.ts"

const encoder = new TextEncoder()

/** The refusal of a text that is longer than we keep, in bytes of UTF-8. Most texts are settled without being encoded. */
export const tooLong = (field: string, text: string): Rejection | undefined => {
  if (text.length * 3 <= longestText) return undefined
  const isLonger = text.length > longestText || encoder.encode(text).length > longestText
  return isLonger ? refuse(field, `shorten it to ${longestText} bytes of UTF-8`, "too-large") : undefined
}
