import type { Channel, HttpShape, WebhookRequest } from "../../channel/channel.ts"
import type { Inbound } from "../../channel/inbound.ts"
import { verifyCheck } from "../../channel/signature.ts"
import { expectThat } from "../expectation.ts"
import { check, withoutThrowing, type ConformanceCheck } from "./check.ts"
import type { ChannelSubject } from "./subject.ts"

type InboundShape = NonNullable<HttpShape["inbound"]>
type Webhooks = NonNullable<ChannelSubject<object>["webhooks"]>

const without = (headers: WebhookRequest["headers"], name: string): WebhookRequest["headers"] =>
  Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name))

const flipped = (text: string, at: number): string => {
  const place = Math.floor(at / 7) % text.length
  return text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ (1 << (at % 7))) + text.slice(place + 1)
}

const flips = 1_000

const verifyChecks = (
  inbound: InboundShape,
  other: InboundShape | undefined,
  { valid, signedAt = 0 }: Webhooks,
): readonly ConformanceCheck[] => {
  const passes = async (request: WebhookRequest, by = inbound) =>
    verifyCheck(
      withoutThrowing("verify reads any request", () => by.verify(request)),
      signedAt,
    )
  const signing = async () => {
    const names = Object.keys(valid.headers)
    const needed = await Promise.all(
      names.map(async (name) => !(await passes({ ...valid, headers: without(valid.headers, name) }))),
    )
    return names.filter((_, index) => needed[index])
  }
  return [
    check("believes a genuine webhook", async () => {
      expectThat("a genuine webhook passes", await passes(valid))
    }),
    check("refuses a webhook without its signature", async () => {
      expectThat("a webhook that lost its signature is refused", (await signing()).length > 0)
      expectThat("a webhook without headers is refused", !(await passes({ ...valid, headers: {} })))
    }),
    check("refuses a signature that is empty, cut off, doubled or one bit away", async () => {
      for (const name of await signing()) {
        const value = valid.headers[name] ?? ""
        const away = Array.from({ length: flips }, (_, at) => flipped(value, at))
        for (const given of [
          "",
          " ",
          value.slice(1),
          value.slice(0, -1),
          `${value}${value}`,
          `${value}, ${value}`,
          ...away,
        ]) {
          const passed = await passes({ ...valid, headers: { ...valid.headers, [name]: given } })
          expectThat(`${name} is compared to the last bit`, !passed)
        }
      }
    }),
    check("refuses a body that was changed, where the body is signed", async () => {
      if (inbound.verify(valid).scheme === "token") return
      for (let at = 0; at < flips; at += 1) {
        const passed = await passes({ ...valid, body: flipped(valid.body, at) })
        expectThat("the body is compared to the last bit", !passed)
      }
    }),
    check("refuses a webhook of another account", async () => {
      if (other) expectThat("a webhook of one account does not pass at another", !(await passes(valid, other)))
    }),
  ]
}

const isWellFormed = (inbound: Inbound): boolean =>
  inbound.id !== "" &&
  inbound.address !== "" &&
  (Number.isFinite(inbound.at) || (inbound.type === "message" && inbound.at === undefined)) &&
  (inbound.type === "receipt" || typeof inbound.text === "string")

/** Every value in the JSON of a genuine body, one at a time, replaced by something else. */
const wrongTypes = (body: string): readonly string[] => {
  const replacements: readonly unknown[] = [null, -1.5, "x", [], {}, true]
  const walk = (value: unknown): readonly unknown[] => {
    const here = [...replacements]
    if (typeof value !== "object" || value === null) return here
    const changes = Object.entries(value).flatMap(([name, inner]) =>
      walk(inner).map((changed) => [name, changed] as const),
    )
    return [...here, ...changes.map(([name, changed]) => Object.assign({}, value, { [name]: changed }))]
  }
  try {
    return walk(JSON.parse(body)).map((value) => JSON.stringify(value))
  } catch {
    return [] // SyntaxError: this provider does not send JSON
  }
}

const parseChecks = (inbound: InboundShape, { valid, unknown }: Webhooks): readonly ConformanceCheck[] => {
  const read = (body: string) => withoutThrowing("parse reads any body", () => inbound.parse({ ...valid, body }))
  const never = (body: string) => {
    const parsed = read(body)
    const isFine = "problem" in parsed ? parsed.problem.remedy !== "" : parsed.inbound.every(isWellFormed)
    expectThat("a strange body gives a problem with its remedy, or something well formed", isFine)
  }
  const messages = (body: string) => {
    const parsed = read(body)
    return "inbound" in parsed ? parsed.inbound : []
  }
  const text =
    messages(valid.body)
      .flatMap((one) => (one.type === "message" ? [one.text] : []))
      .find((one) => one !== "") ?? ""
  return [
    check("reads a genuine message, the same each time", () => {
      const found = messages(valid.body)
      expectThat(
        "a genuine webhook brings something in, with id and address, and no time that is none",
        found.length > 0 && found.every(isWellFormed),
      )
      expectThat("the same webhook gives the same ids", JSON.stringify(found) === JSON.stringify(messages(valid.body)))
      expectThat("the text comes in", text !== "")
    }),
    check("survives a body that is not what it should be", () => {
      const half = valid.body.slice(0, Math.floor(valid.body.length / 2))
      for (const body of ["", "not json", half, "null", "[]", "42", "{}", '"x"', "\u0000", ...wrongTypes(valid.body)])
        never(body)
    }),
    check("survives 100,000 nested arrays", () => {
      never("[".repeat(100_000))
      never(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)
      never(valid.body.replace(/\}\s*$/, `,"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}`))
    }),
    check("lets no name reach the prototypes", () => {
      const poison = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},'
      never(`${poison}"x":1}`)
      never(valid.body.replace("{", poison))
      expectThat("Object.prototype stays as it is", !("polluted" in {}))
    }),
    check("takes a text of more than 64 kB as it comes, or refuses it by name", () => {
      never(valid.body.replace(JSON.stringify(text).slice(1, -1), "ñ".repeat(70_000)))
    }),
    ...(unknown
      ? [
          check("keeps what it cannot read", () => {
            const found = messages(unknown.body)
            const isKept = found.some((one) => one.type === "message" && Boolean(one.unsupported) && one.text === "")
            expectThat("an unknown kind of message comes in as `unsupported`, without text", isKept)
          }),
        ]
      : []),
  ]
}

/** How an http channel believes and reads what comes in. */
export const webhookChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { inbound } = channel
  const account = subject.make(subject.otherConfig)
  const other = account.shape === "http" ? account.inbound : undefined
  const declared = check("has the way in that it declares", () => {
    expectThat(
      "`inbound` is declared when there is one, and only then",
      channel.capabilities.inbound === (inbound !== undefined),
    )
    expectThat("the kit was given genuine webhooks", inbound === undefined || subject.webhooks !== undefined)
  })
  if (!inbound || !subject.webhooks) return [declared]
  return [declared, ...verifyChecks(inbound, other, subject.webhooks), ...parseChecks(inbound, subject.webhooks)]
}
