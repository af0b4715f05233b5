import type { Channel, HttpShape } from "../../channel/channel.ts"
import type { Inbound } from "../../channel/inbound.ts"
import { expectThat } from "../expectation.ts"
import { broughtIn, inboundOf } from "./arrival.ts"
import { check, withoutThrowing, type ConformanceCheck } from "./check.ts"
import type { ChannelSubject, Webhooks } from "./subject.ts"
import { verifyChecks } from "./verify.ts"

type InboundShape = NonNullable<HttpShape["inbound"]>

const isWellFormed = (inbound: Inbound): boolean =>
  inbound.id !== "" &&
  inbound.address !== "" &&
  (Number.isFinite(inbound.at) || inbound.at === undefined) &&
  (inbound.type !== "message" || typeof inbound.text === "string")

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

/** From 1973 on. What is less was meant in seconds. */
const isInMilliseconds = ({ at }: Inbound): boolean => at === undefined || at > 100_000_000_000

const receiptsCheck = (
  { capabilities }: Pick<Channel, "capabilities">,
  inbound: InboundShape,
  { receipt: single, receipts: all }: Webhooks,
): ConformanceCheck =>
  check("delivery-order", "brings in the receipts that it declares", () => {
    const receipt = single ?? all?.delivered ?? all?.read
    if (capabilities.receipts.length === 0) return
    expectThat("the kit was given a receipt, where receipts are declared", receipt !== undefined)
    const parsed = withoutThrowing("parse reads any body", () => inbound.parse(receipt))
    const receipts = "inbound" in parsed ? parsed.inbound.filter(({ type }) => type === "receipt") : []
    expectThat(
      "a genuine receipt comes in as one, with the message that it is about",
      receipts.length > 0 && receipts.every((one) => isWellFormed(one) && one.type === "receipt" && one.message !== ""),
    )
  })

const unknownCheck = (known: readonly Inbound[], read: () => readonly Inbound[]): ConformanceCheck =>
  check("delivery-order", "keeps what it cannot read", () => {
    const found = read()
    const isKept = found.some((one) => one.type === "message" && Boolean(one.unsupported) && one.text === "")
    expectThat("an unknown kind of message comes in as `unsupported`, without text", isKept)
    const ids = new Set(known.map(({ id }) => id))
    expectThat("two webhooks have two ids: nothing is taken for a repetition", !found.some(({ id }) => ids.has(id)))
  })

const parseChecks = (inbound: InboundShape, webhooks: Webhooks, hasWords: boolean): readonly ConformanceCheck[] => {
  const { valid, unknown } = webhooks
  const read = (body: string) => withoutThrowing("parse reads any body", () => inbound.parse({ ...valid, body }))
  const never = (body: string) => {
    const parsed = read(body)
    const isFine =
      "problem" in parsed ? parsed.problem.remedy !== "" : "foreign" in parsed || parsed.inbound.every(isWellFormed)
    expectThat("a strange body gives a problem with its remedy, or something well formed", isFine)
  }
  const messages = (body: string) => broughtIn(read(body), webhooks.asked)
  const text =
    messages(valid.body)
      .flatMap((one) => (one.type === "message" ? [one.text] : []))
      .find((one) => one !== "") ?? ""
  return [
    check("capabilities", "reads a genuine message, the same each time", () => {
      const found = messages(valid.body)
      expectThat(
        "a genuine webhook brings something in, with id and address, and no time that is none",
        found.length > 0 && found.every(isWellFormed),
      )
      expectThat("the same webhook gives the same ids", JSON.stringify(found) === JSON.stringify(messages(valid.body)))
      expectThat("the text comes in", text !== "" || !hasWords)
      expectThat("its time is in milliseconds", found.every(isInMilliseconds))
    }),
    check("delivery-order", "survives a body that is not what it should be", () => {
      const half = valid.body.slice(0, Math.floor(valid.body.length / 2))
      for (const body of ["", "not json", half, "null", "[]", "42", "{}", '"x"', "\u0000", ...wrongTypes(valid.body)])
        never(body)
    }),
    check("delivery-order", "survives 100,000 nested arrays", () => {
      never("[".repeat(100_000))
      never(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)
      never(valid.body.replace(/\}\s*$/, `,"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}`))
    }),
    check("discretion", "lets no name reach the prototypes", () => {
      const poison = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},'
      never(`${poison}"x":1}`)
      never(valid.body.replace("{", poison))
      expectThat("Object.prototype stays as it is", !("polluted" in {}))
    }),
    check("delivery-order", "takes a text of more than 64 kB as it comes, or refuses it by name", () => {
      never(valid.body.replace(JSON.stringify(text).slice(1, -1), "ñ".repeat(70_000)))
    }),
    ...(unknown ? [unknownCheck(messages(valid.body), () => messages(unknown.body))] : []),
  ]
}

/** How an http channel believes and reads what comes in. */
export const webhookChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { inbound } = channel
  const declared = check("capabilities", "has the way in that it declares", () => {
    const { inbound: isDeclared, receipts, outbound } = channel.capabilities
    const hasWayIn = inbound !== undefined || channel.poll !== undefined
    const { webhooks } = subject
    const brought = webhooks ? inboundOf(channel, webhooks.valid, webhooks) : []
    // receipts may come by webhooks where nobody can write, and signals of a source
    const isForOthers = (receipts.length > 0 || outbound === false) && !brought.some(({ type }) => type === "message")
    const isHonest = isDeclared ? hasWayIn : !hasWayIn || isForOthers
    expectThat("`inbound` is declared when there is one, and only then", isHonest)
    expectThat("the kit was given genuine webhooks", inbound === undefined || subject.webhooks !== undefined)
  })
  if (!inbound || !subject.webhooks) return [declared]
  return [
    declared,
    ...verifyChecks(channel, inbound, subject.webhooks, subject),
    ...parseChecks(inbound, subject.webhooks, channel.capabilities.inbound),
    receiptsCheck(channel, inbound, subject.webhooks),
  ]
}
