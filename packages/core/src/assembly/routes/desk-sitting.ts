import { InputError } from "../../kernel/errors.ts"
import type { Whole } from "../../runtime/house.ts"
import { mustBeJson } from "../../runtime/web/access.ts"
import { readObject } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import type { Call, Route } from "../../runtime/web/router.ts"
import type { State } from "../entries.ts"
import type { Loop } from "../loop.ts"

/** A colleague at the desk. */
export interface Colleague {
  readonly name: string
  readonly expiresAt: number
}

/** What a call has after its session was checked. */
export interface Sitting extends Colleague {
  readonly call: Call
}

/** Makes the answer of a route out of one that needs a colleague. */
export type Seated = (answer: (sitting: Sitting) => Promise<WebResponse>) => Route["answer"]

/** The fields of what a colleague sends. Throws `InputError` where it is no JSON object. */
export const fieldsOf = ({ call: { request } }: Sitting): { readonly [field: string]: unknown } => {
  mustBeJson(request.headers["content-type"])
  return readObject(request.body)
}

const limitOf = (query: URLSearchParams): number => {
  const limit = Number(query.get("limit") ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new InputError("invalid", "limit", "give a whole number from 1 to 200")
  return limit
}

/** The page of a list that a query asks for. Throws `InputError` for a limit that cannot be. */
export const pageOf = (query: URLSearchParams) => {
  const after = query.get("after")
  return { limit: limitOf(query), ...(after !== null && { after }) }
}

/** A customer by their id. Throws `InputError` where nobody has it. */
export const wholeOf = async (loop: Loop, id: string | undefined, field = "customer"): Promise<Whole<State>> => {
  const customer = id === undefined ? undefined : await loop.whole(id)
  if (!customer) throw new InputError("unknown", field, "nobody has this id")
  return customer
}
