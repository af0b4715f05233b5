// The server of an account: https://spec.matrix.org/v1.14/client-server-api/#standard-error-response, #filtering
import { DeliveryError, failureOf, type HttpRequest, type HttpResponse } from "@escucha/core"
import * as z from "zod"
import { bodyOf, isInteger } from "../json.ts"
import { pathPart } from "../url.ts"

/** The options of an account. */
export const matrixOptions = z.strictObject({
  /** The server of the account. */
  baseUrl: z
    .url({ protocol: /^https?$/, error: "must be the address of the server, such as https://matrix.example.com" })
    .transform((url) => url.replace(/\/+$/, "")),
  /** The account. */
  userId: z.string().regex(/^@[^:\s]{1,200}:\S{1,200}$/, "must be the account, such as @shop:example.com"),
  /** A token of the account, of a device of its own. */
  accessToken: z.string().min(16, "must be an access token of the account"),
})

/** An account, checked. */
export type MatrixOptions = z.output<typeof matrixOptions>

/** A call of the server by this account. */
export const call = (
  method: HttpRequest["method"],
  path: string,
  { baseUrl, accessToken }: MatrixOptions,
  body?: object,
): HttpRequest => ({
  method,
  url: `${baseUrl}/_matrix/client/${path}`,
  headers: { authorization: `Bearer ${accessToken}`, ...(body && { "content-type": "application/json" }) },
  ...(body && { body: JSON.stringify(body) }),
})

/** A call about a room. */
export const inRoom = (
  room: string,
  path: string,
  method: HttpRequest["method"],
  options: MatrixOptions,
  body: object,
): HttpRequest => call(method, `v3/rooms/${pathPart(room)}/${path}`, options, body)

/** What a refusal means. */
export const failure = (response: HttpResponse): DeliveryError => {
  const { errcode, retry_after_ms: pause } = bodyOf(response.body)
  // a room that we are not in is no fault of our token
  if (errcode === "M_FORBIDDEN" && response.status === 403)
    return new DeliveryError("matrix", "invalid-recipient", { retryable: false, sent: "no" })
  const told = isInteger(pause) && response.headers["retry-after"] === undefined ? String(pause / 1000) : undefined
  return failureOf(
    "matrix",
    told === undefined ? response : { ...response, headers: { ...response.headers, "retry-after": told } },
  )
}

/** What is asked for: messages and what belongs to them; so many of each room that none is passed over. */
export const filter = {
  presence: { types: [] },
  account_data: { types: [] },
  room: {
    state: { types: [] },
    account_data: { types: [] },
    ephemeral: { types: ["m.receipt", "m.typing"] },
    timeline: {
      limit: 100,
      types: ["m.room.message", "m.room.encrypted", "m.room.redaction", "m.reaction", "m.sticker"],
    },
  },
}
