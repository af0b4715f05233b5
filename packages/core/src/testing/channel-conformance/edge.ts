import type { Channel, HttpShape, WebhookRequest } from "../../channel/channel.ts"
import { sampleOf, allParts } from "./samples.ts"
import { render } from "../../channel/render.ts"
import { ConformanceError, expectThat } from "../expectation.ts"
import { check, type ConformanceCheck, notApplicable } from "./check.ts"
import { callContext, type ChannelSubject, outgoing } from "./subject.ts"

/** What only Node has. */
const ofNode = ["Buffer", "process", "require", "setImmediate", "__dirname"] as const

/** Does something, at once, in a world that has none of Node's own names. */
const withoutNode = (promise: string, act: () => void): void => {
  const hidden = ofNode.flatMap((name) => {
    const own = Object.getOwnPropertyDescriptor(globalThis, name)
    return own?.configurable === true ? [[name, own] as const] : []
  })
  for (const [name] of hidden) Reflect.deleteProperty(globalThis, name)
  try {
    act()
  } catch (cause) {
    throw new ConformanceError(promise, `it threw ${String(cause)}`)
  } finally {
    for (const [name, own] of hidden) Object.defineProperty(globalThis, name, own)
  }
}

const bareAllowed = /^(?:@escucha\/core|zod|@noble\/hashes\/.*|@standard-schema\/spec)$/
const imports = /^(?:import|export)\b(?:[^"'`]*?\bfrom)?\s*["']([^"']+)["']|\bimport\s*\(\s*["']([^"']+)["']/gm
const importsIn = (text: string): readonly string[] =>
  [...text.matchAll(imports)].map(([, written = "", called = ""]) => written || called)

interface Module {
  readonly url: URL
  readonly text: string
}

/** The adapter's own files, from the one that is given, as far as imports by a relative path lead. */
const modulesFrom = (start: URL): readonly Module[] => {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs")
  if (!fs) return []
  const found = new Map<string, Module>()
  const visit = (url: URL): void => {
    if (found.has(url.href)) return
    const text = fs.readFileSync(url, "utf8")
    found.set(url.href, { url, text })
    for (const name of importsIn(text)) if (name.startsWith(".")) visit(new URL(name, url))
  }
  visit(start)
  return [...found.values()]
}

const graphCheck = (source: URL): ConformanceCheck =>
  check("edge", "imports nothing that only Node has", () => {
    const modules = modulesFrom(source)
    for (const { url, text } of modules) {
      const file = url.pathname.split("/").at(-1)
      for (const name of importsIn(text))
        expectThat(
          `${file} imports ${name}, which may not run at the edge`,
          name.startsWith(".") || bareAllowed.test(name),
        )
      const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "")
      expectThat(`${file} does without Buffer and process`, !/\b(?:Buffer|process)\b(?!["'`])/.test(code))
    }
  })

const callsOf = <Options extends object>(
  { inbound, ...channel }: Channel & HttpShape,
  { address, webhooks, responses }: ChannelSubject<Options>,
): readonly (() => void)[] => {
  const contents = [{ text: "hola" }, ...allParts.map((part) => sampleOf(part, channel.capabilities))]
  const payloads = contents.flatMap((content) => {
    const rendered = render(content, channel.capabilities)
    return "payloads" in rendered ? rendered.payloads : []
  })
  const isRequest = (value: unknown): value is WebhookRequest =>
    typeof value === "object" && value !== null && "headers" in value && "method" in value
  const requests = Object.values(webhooks ?? {}).filter(isRequest)
  const hold = (payload: (typeof payloads)[number]) =>
    channel.request({ ...outgoing(address, payload), files: filesFor(payload) }, callContext)
  return [
    ...payloads.map((payload) => () => void hold(payload)),
    ...(responses ? [() => void channel.receipt(responses.accepted)] : []),
    ...(inbound ? requests.flatMap((one) => [() => void inbound.verify(one), () => void inbound.parse(one)]) : []),
  ]
}

/** A few bytes for every file that is in a message. */
const filesFor = (payload: { readonly [part: string]: unknown }) =>
  Object.fromEntries(
    Object.values(payload).flatMap((part) =>
      typeof part === "object" && part !== null && "url" in part && typeof part.url === "string"
        ? [[part.url, { bytes: new Uint8Array([1, 2, 3]), type: "application/pdf", name: "a.pdf" }]]
        : [],
    ),
  )

/** Whether an http channel runs where there is no Node. */
export const edgeChecks = <Options extends object>(
  channel: Channel,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  if (channel.shape === "connection")
    return [notApplicable("edge", "it keeps a connection open, which takes a process that stays")]
  return [
    check("edge", "works where there is neither Buffer nor process", () => {
      const calls = callsOf(channel, subject)
      withoutNode("it works without Node's own names", () => {
        subject.make(subject.config)
        for (const call of calls) call()
      })
    }),
    ...(subject.source ? [graphCheck(subject.source)] : []),
  ]
}
