import { largestBody } from "../../runtime/web/json.ts"
import type { WebDoor } from "../../runtime/web/request.ts"

const uploads = [/\/client\/media$/, /\/desk\/customers\/[^/]+\/media$/]

/** How large the body of a request may be: where files are sent as large as a file may be, elsewhere as all else. */
export const largestBodyOf =
  (maxBytes: number): NonNullable<WebDoor["largestBody"]> =>
  ({ method, url }) => {
    const path = url.split("?", 1)[0] ?? ""
    return method === "POST" && uploads.some((form) => form.test(path)) ? Math.max(maxBytes, largestBody) : largestBody
  }
