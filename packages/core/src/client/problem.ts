import { fieldsOf, isText } from "./incoming.ts"
import type { WireProblem } from "./wire.ts"

/** Why something did not work, as a value: the words of the server, or ours where it could not be reached (`reason: "network"`). */
export type ClientProblem = WireProblem["error"]

/** What a call came to. */
export type Result<Value> = { readonly value: Value } | { readonly problem: ClientProblem }

/** The failure of a call that got no answer, or none that we can read. */
export const unreachable = (
  message = "the server could not be reached; check the network",
): { readonly problem: ClientProblem } => ({
  problem: { reason: "network", message },
})

const isProblem = (value: unknown): value is ClientProblem => {
  const { reason, message } = fieldsOf(value)
  return isText(reason) && isText(message)
}

/** Reads the body of a refusal. A body that is none (a proxy's page, say) becomes a problem that names the status. */
export const problemOf = (status: number, body: unknown): ClientProblem => {
  const { error } = fieldsOf(body)
  return isProblem(error) ? error : { reason: "failed", message: `the server answered ${status}; try again later` }
}
