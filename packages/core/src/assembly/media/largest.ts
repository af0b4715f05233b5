import { largestBody } from "../../runtime/web/json.ts"
import type { WebDoor } from "../../runtime/web/request.ts"

const uploads = [/\/client\/media$/, /\/desk\/customers\/[^/]+\/media$/]
const forms = [/\/s\/[^/]+$/]

/** The longest form with files: one that is somewhat too large is still read, so that its page can say so kindly. */
export const longestForm = (maxBytes: number): number => 2 * maxBytes + largestBody

/** How large the body of a request may be: where files are sent as large as a file may be, elsewhere as all else. */
export const largestBodyOf =
  (maxBytes: number): NonNullable<WebDoor["largestBody"]> =>
  ({ method, url }) => {
    const path = url.split("?", 1)[0] ?? ""
    if (method !== "POST") return largestBody
    if (forms.some((form) => form.test(path))) return longestForm(maxBytes)
    return uploads.some((form) => form.test(path)) ? Math.max(maxBytes, largestBody) : largestBody
  }
