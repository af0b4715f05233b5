import { isShown } from "../../channel/media-type.ts"
import { DeliveryError, InputError } from "../../kernel/errors.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import type { Route } from "../../runtime/web/router.ts"
import type { Loop } from "../loop.ts"
import { type Files, nameOf } from "./files.ts"
import { fileSeal } from "./link.ts"

const patience = 10_000
const size = 65_536

/** The bytes piece by piece: whoever writes them out waits for a slow reader, and holds no second copy of all of them. */
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** https://www.rfc-editor.org/rfc/rfc6266#section-4.1: a plain name for old readers, and the whole one. */
const disposition = (type: string, name: string): string => {
  const plain = name.replaceAll(/[^\w .()-]/g, "_")
  const whole = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `${isShown(type) ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${whole}`
}

/** Types that a browser might run are called bytes: they are downloaded, and nothing looks inside. */
const saidType = (type: string): string =>
  isShown(type) || type === "application/pdf" ? type : "application/octet-stream"

/** `GET /media/:token`: gives a file to whoever has a link that still holds. */
export const mediaRoutes = (loop: Loop, files: Files): readonly Route[] => [
  {
    method: "GET",
    path: "/media/:token",
    answer: async ({ parameters: { token } }): Promise<WebResponse> => {
      const claims = await (await fileSeal(loop)).unseal(token, loop.clock.now())
      const gone = new InputError("unknown", "token", "this link does not hold any more")
      if (!claims) throw gone
      await loop.ready()
      // fetched from a provider, and kept, it would come back after they were erased
      if (claims.of !== undefined && !(await loop.whole(claims.of))) throw gone
      const file = await files.fetch(claims.url, { channel: claims.channel, signal: AbortSignal.timeout(patience) })
      if (file instanceof DeliveryError) {
        if (file.retryable) loop.report(file)
        throw gone
      }
      return {
        status: 200,
        headers: {
          "content-type": saidType(file.type),
          "content-length": String(file.bytes.length),
          "content-disposition": disposition(file.type, nameOf(claims.name ?? file.name)),
          "x-content-type-options": "nosniff",
          "content-security-policy": "default-src 'none'; sandbox",
          "referrer-policy": "no-referrer",
          "cache-control": "private, max-age=300",
        },
        body: pieces(file.bytes),
      }
    },
  },
]
