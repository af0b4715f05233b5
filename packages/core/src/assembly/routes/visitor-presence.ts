import type { ClientReceipt } from "../../client/wire.ts"
import { InputError } from "../../kernel/errors.ts"
import type { Identifier } from "../../kernel/ids.ts"
import { readObject } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { type Call, json } from "../../runtime/web/router.ts"
import type { Loop } from "../loop.ts"

/** A visitor who calls: what their session said. */
interface Visitor {
  readonly loop: Loop
  readonly name: string
  readonly call: Call
  readonly visitor: string
  readonly address: Identifier
  readonly alias: string
}

const statuses: readonly unknown[] = ["delivered", "read"] satisfies readonly ClientReceipt["status"][]

const receiptIn = ({ request }: Call, now: number): ClientReceipt => {
  const { status, upTo } = readObject(request.body)
  if (!statuses.includes(status)) throw new InputError("invalid", "status", "give delivered or read")
  if (typeof upTo !== "number" || !Number.isSafeInteger(upTo) || upTo < 0 || upTo > now)
    throw new InputError("invalid", "upTo", "give the time of the last message of ours, in milliseconds")
  return { status: status as ClientReceipt["status"], upTo } // one of `statuses`
}

/** `POST /client/receipts`: the page has what we wrote until a moment, or it was seen. Nothing is written of who never spoke with us. */
export const takeReceipt = async ({ loop, name, call, visitor, address, alias }: Visitor): Promise<WebResponse> => {
  const { status, upTo } = receiptIn(call, loop.clock.now())
  await loop.ready()
  if (!(await loop.whole(address))) return json(200, {})
  const id = `${alias}/${status}/${upTo}`
  await loop.receive(name, [{ type: "receipt", id, address: visitor, message: { upTo }, status, at: upTo }])
  return json(200, {})
}

/** `POST /client/typing`: the visitor is writing. Who looks on is told, and nobody else. */
export const takeTyping = async ({ loop, name, call, visitor, alias }: Visitor): Promise<WebResponse> => {
  readObject(call.request.body)
  await loop.receive(name, [{ type: "typing", id: `${alias}/typing`, address: visitor }])
  return json(200, {})
}
