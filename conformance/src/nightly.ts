// Asks the providers' whole descriptions whether they allow what our adapters send. Started by conformance/nightly.mjs.
import { type Channel, type HttpRequest, render } from "@escucha/core"
import { isAbsolute, join } from "node:path"
import { parseArgs } from "node:util"
import { startPrism } from "../../tests/servers/support/prism.ts"
import { adapterNames, subjectOf } from "./adapter.ts"
import { type Description, descriptionOf } from "./description.ts"
import { sampleContents } from "./sample.ts"

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const multipart = (request: HttpRequest): FormData | undefined => {
  if (!request.form) return undefined
  const form = new FormData()
  for (const { name, value, filename, type = "text/plain" } of request.form) {
    if (filename !== undefined) form.append(name, new Blob([new Uint8Array(Buffer.from(value))], { type }), filename)
    else form.append(name, String(value))
  }
  return form
}

const without = (body: string, unknown: readonly string[]): string => {
  if (unknown.length === 0) return body
  const fields: { readonly [field: string]: unknown } = JSON.parse(body)
  return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([field]) => !unknown.includes(field))))
}

const formOf = (body: string): URLSearchParams => {
  const fields: { readonly [field: string]: unknown } = JSON.parse(body)
  const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))
  return new URLSearchParams(Object.entries(fields).map(([field, value]): [string, string] => [field, written(value)]))
}

const bodyOf = (request: HttpRequest, { unknown = [], forms }: Description): BodyInit | undefined => {
  const { body } = request
  if (forms && typeof body === "string") return formOf(body)
  return multipart(request) ?? (typeof body === "string" ? without(body, unknown) : body && new Uint8Array(body))
}

const formType = { "content-type": "application/x-www-form-urlencoded" }

const ask = async (prism: string, request: HttpRequest, description: Description) => {
  const { base = "", headers } = description
  const { pathname, search } = new URL(request.url)
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname
  const body = bodyOf(request, description)
  const answer = await fetch(`${prism}${path}${search}`, {
    method: request.method,
    headers: {
      "user-agent": "escucha/1.0.0",
      ...request.headers,
      ...headers,
      ...(body instanceof URLSearchParams && formType),
    },
    ...(body !== undefined && { body }),
  })
  return { status: answer.status, text: await answer.text() }
}

/** The same call with a body that says nothing: a description that allows that cannot judge. */
const empty = (request: HttpRequest): HttpRequest => {
  const { body: _, form: _form, ...rest } = request
  const isJson = /json/.test(request.headers["content-type"] ?? "application/json")
  return { ...rest, body: isJson ? "[1]" : "nothing=1" }
}

type Verdict = "allowed" | "refused" | "not judged" | "refused by mistake"

const verdictOf = (status: number, mistaken: string | undefined): Verdict => {
  if (status < 400) return "allowed"
  if (status >= 500) return "not judged"
  return mistaken === undefined ? "refused" : "refused by mistake"
}

const judge = async (
  adapter: string,
  channel: Channel,
  address: string,
  description: Description,
): Promise<readonly Verdict[]> => {
  if (channel.shape !== "http") return []
  const prism = await startPrism(description.file, description)
  if (!prism) {
    say(`skipped: ${adapter}: ${description.file} is not among the data`)
    return []
  }
  const verdicts: Verdict[] = []
  try {
    for (const [part, content] of sampleContents(channel.capabilities.features, description.template)) {
      const rendered = render(content, channel.capabilities)
      for (const payload of "payloads" in rendered ? rendered.payloads : []) {
        const message = { id: "m_0123456789abcdef", address, content: payload, attempt: 1 }
        const request = channel.request(message, { now: Date.now(), access: "access-of-the-hour" })
        const { status, text } = await ask(prism.url, request, description)
        const nothing = await ask(prism.url, empty(request), { ...description, unknown: [], forms: false })
        const canJudge = nothing.status >= 400 && nothing.status < 500
        const verdict = canJudge ? verdictOf(status, description.mistaken?.[part]) : "not judged"
        verdicts.push(verdict)
        const why = verdict === "refused" ? `: ${text.slice(0, 600)}` : ""
        say(`${verdict}: ${adapter} > ${part} > ${request.method} ${new URL(request.url).pathname} ${status}${why}`)
      }
    }
  } finally {
    await prism.stop()
  }
  return verdicts
}

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: "string" } } })
  const { data } = values
  if (data !== undefined)
    process.env["ESCUCHA_DATA"] = isAbsolute(data) ? data : join(process.env["INIT_CWD"] ?? ".", data)
  const verdicts: Verdict[] = []
  for (const adapter of adapterNames().filter((name) => positionals.length === 0 || positionals.includes(name))) {
    const description = descriptionOf(adapter)
    const subject = description && (await subjectOf(adapter))
    if (description && subject)
      verdicts.push(...(await judge(adapter, subject.make(subject.config), subject.address, description)))
  }
  const count = (wanted: Verdict): number => verdicts.filter((verdict) => verdict === wanted).length
  const [allowed, refused, mistaken] = [count("allowed"), count("refused"), count("refused by mistake")]
  say(
    JSON.stringify({
      nightly: "descriptions",
      allowed,
      refused,
      refusedByMistake: mistaken,
      notJudged: count("not judged"),
    }),
  )
  return refused > 0 ? 1 : 0
}

process.exitCode = await main()
