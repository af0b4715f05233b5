import type { WireProblem } from "./wire.ts"

/** Why something did not work, as a value: the words of the server, or ours where it could not be reached (`reason: "network"`). */
export type ClientProblem = WireProblem["error"]

/** What a call came to. */
export type Result<Value> = { readonly value: Value } | { readonly problem: ClientProblem }

// The server refuses these for good; everything else may work the next time.
const refusals: ReadonlySet<string> = new Set(["invalid", "too-large", "unknown", "conflict"])

/** Whether the server said no to this very request, so that sending it again would change nothing. */
export const isRefusal = ({ reason }: ClientProblem): boolean => refusals.has(reason)

/** The failure of a call that got no answer, or none that we can read. */
export const unreachable = (message: string): { readonly problem: ClientProblem } => ({ problem: { reason: "network", message } })

const fieldsOf = (value: unknown): { readonly [field: string]: unknown } =>
  typeof value === "object" && value !== null ? { ...value } : {}

/** Reads the body of a refusal. A body that is none (a proxy's page, say) becomes a problem that names the status. */
export const problemOf = (status: number, body: unknown): ClientProblem => {
  const { reason, field, message, retryAfter } = fieldsOf(fieldsOf(body)["error"])
  if (typeof reason !== "string" || typeof message !== "string") return { reason: "failed", message: `the server answered ${status}` }
  return { reason, message, ...typeof field === "string" && { field }, ...typeof retryAfter === "number" && { retryAfter } }
}
