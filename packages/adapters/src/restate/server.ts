// The ports of Restate: https://docs.restate.dev/services/invocation/http and https://docs.restate.dev/references/admin-api
import { createCaller, RestateError } from "./call.ts"
import type { RestateSettings } from "./options.ts"

/** What Restate is given to deliver: which job of a key, and nothing that says anything of anybody. */
export interface Token {
  readonly job: string
  /** The place of the job among all commits. */
  readonly seq: number
  /** Not before, for a job that was posted for later. */
  readonly at?: number
  /** Its timer was noted, so that it can be cancelled. */
  readonly noted?: true
}

/** A token on its way to the mailbox of its key. */
export interface Sending {
  readonly key: string
  readonly token: Token
  /** The same for the same token, so that Restate takes it once. */
  readonly idempotency: string
  /** Milliseconds from now. */
  readonly delay: number
}

/** What an engine asks of Restate. Every call rejects with `RestateError`. */
export interface RestateServer {
  /** Puts a token into the mailbox of its key; gives the id of the invocation, also where it was there before. */
  readonly send: (sending: Sending) => Promise<string>
  /** Takes a token back that has not begun; one that has, or is gone, changes nothing. */
  readonly cancel: (invocation: string) => Promise<void>
  /** Makes a deployment known, and brings it up to date where it was known as something else. */
  readonly register: (url: string) => Promise<void>
  readonly close: () => void
}

/** How this code describes its handler: a deployment that was registered with other words is registered again. */
export const handlerVersion = "1"

/** Milliseconds. A registration asks the deployment back. */
const limits = { send: 10_000, cancel: 5_000, register: 20_000 }
const connections = 32

const at = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined

/** Whether the deployment is known as this code describes it. */
const isOurs = (answer: unknown, service: string): boolean => {
  const services: unknown = at(answer, "services")
  if (!Array.isArray(services)) return false
  const named: readonly unknown[] = services
  const handlers: unknown = at(
    named.find((one) => at(one, "name") === service),
    "handlers",
  )
  if (!Array.isArray(handlers)) return false
  const all: readonly unknown[] = handlers
  return all.some(
    (handler) => at(handler, "name") === "deliver" && at(at(handler, "metadata"), "escucha") === handlerVersion,
  )
}

/** The two ports of the Restate in these settings. */
export const createServer = ({ ingress, admin, service, token, serve }: RestateSettings): RestateServer => {
  const { call, close } = createCaller(token, connections)
  /** What listens for itself speaks HTTP/2; an application's own server mostly does not where there is no TLS to agree on it. */
  const older = (url: string) => (serve || url.startsWith("https:") ? {} : { use_http_11: true })
  const register = async (url: string, force: boolean): Promise<unknown> => {
    const answer = await call(
      { method: "POST", url: `${admin}/deployments`, body: { uri: url, force, ...older(url) } },
      limits.register,
    )
    if (answer.status >= 300)
      throw new RestateError("refused", "it did not take the registration of this application", answer.status)
    return answer.body
  }
  return {
    send: async ({ key, token: body, idempotency, delay }) => {
      const url = `${ingress}/${service}/${encodeURIComponent(key)}/deliver/send${delay > 0 ? `?delay=${delay}ms` : ""}`
      const answer = await call({ method: "POST", url, headers: { "idempotency-key": idempotency }, body }, limits.send)
      const invocation = at(answer.body, "invocationId")
      if (answer.status >= 300 || typeof invocation !== "string")
        throw new RestateError("refused", "it did not take a job", answer.status)
      return invocation
    },
    cancel: async (invocation) => {
      const url = `${admin}/invocations/${encodeURIComponent(invocation)}/cancel`
      const { status } = await call({ method: "PATCH", url }, limits.cancel)
      if (status >= 300 && status !== 404 && status !== 409)
        throw new RestateError("refused", "it did not cancel", status)
    },
    register: async (url) => {
      if (!isOurs(await register(url, false), service)) await register(url, true)
    },
    close,
  }
}
