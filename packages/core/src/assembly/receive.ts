import { mediaParts } from "../channel/content.ts"
import type { Inbound, InboundTally } from "../channel/inbound.ts"
import type { Clock } from "../kernel/clock.ts"
import { ConfigurationError, InputError } from "../kernel/errors.ts"
import { unguessable } from "../kernel/random.ts"
import { erasedField } from "./decide/erased.ts"
import type { Setting } from "./decide/setting.ts"
import { inputsOfInbound, placeOf } from "./inbound-input.ts"
import type { Input } from "./inputs.ts"
import type { Present } from "./presence.ts"

/** How what a channel brought is taken in. */
export interface ReceiveOptions {
  /** Part of an import: decided at its own time; nothing leaves and no timer is armed. */
  readonly historic?: boolean
}

/** What taking in needs of the house. `Posted` is what becomes of an input. */
export interface ReceiveHost<Posted> {
  readonly setting: Pick<Setting, "channels">
  readonly clock: Clock
  readonly post: (input: Input) => Promise<Posted>
  /** What becomes of an input of which nothing is taken in. */
  readonly passedOver: Posted
  readonly report: (failure: unknown) => void
  /** Told of what is true at this moment and not kept. */
  readonly present?: (present: Present) => void
  /** Takes in how a poll stands; resolves when it is safe. */
  readonly tallied?: (channel: string, tally: InboundTally) => Promise<void>
}

/** A channel brought a kind of message that cannot be shown; it is kept as it came. */
export class UnsupportedWarning extends Error {
  readonly _tag = "UnsupportedWarning"
  readonly channel: string
  readonly unsupported: string
  constructor(channel: string, unsupported: string) {
    super(
      `${channel} brought a message of the kind ${JSON.stringify(unsupported)}: it is kept as it came, and not shown`,
    )
    this.channel = channel
    this.unsupported = unsupported
  }
}

const types: ReadonlySet<unknown> = new Set([
  "message",
  "receipt",
  "reaction",
  "edit",
  "wish",
  "address-change",
  "check-in",
  "typing",
  "tally",
] satisfies readonly Inbound["type"][])

const longestId = 1_024
const longestAddress = 1_000
const longestKind = 64
/** More kinds than this nobody has to read of; each is told once. */
const mostWarnings = 100

const isText = (value: unknown, longest: number): boolean =>
  typeof value === "string" && value.trim() !== "" && value.length <= longest

const words: { readonly [field: string]: readonly unknown[] } = {
  status: ["sent", "delivered", "read", "failed"] satisfies Extract<Inbound, { readonly status: unknown }>["status"][],
  wish: ["stop", "start"],
  suppress: ["bounce", "complaint"],
}
/** Fields without which something says nothing, beside those that everything has. */
const needed: { readonly [type: string]: readonly string[] } = {
  receipt: ["status"],
  wish: ["wish", "by"],
  "check-in": ["where", "by"],
  "address-change": ["to"],
} satisfies { readonly [Type in Inbound["type"]]?: readonly string[] }
/** Fields that are texts, wherever they stand. */
const texts = [
  "name",
  "language",
  "timezone",
  "provider",
  "choice",
  "repliesTo",
  "unsupported",
  "error",
  "to",
  "where",
] as const
/** Fields that are lists. */
const lists = ["also", "attachments"] as const

const isAttachment = (part: unknown): boolean =>
  typeof part === "object" &&
  part !== null &&
  "url" in part &&
  typeof part.url === "string" &&
  "kind" in part &&
  mediaParts.some((kind) => kind === part.kind)

/** The first field that is not what it has to be, and what to give instead. */
const strangeField = (
  inbound: Readonly<Record<string, unknown>> & Pick<Inbound, "type">,
): readonly [field: string, remedy: string] | undefined => {
  const lacking = needed[inbound.type] ?? []
  for (const [field, known] of Object.entries(words))
    if ((inbound[field] !== undefined || lacking.includes(field)) && !known.includes(inbound[field]))
      return [field, `give one of: ${known.join(", ")}`]
  for (const field of lacking)
    if (!isText(inbound[field], longestAddress)) return [field, `give a text of at most ${longestAddress} characters`]
  for (const field of texts)
    if (inbound[field] !== undefined && typeof inbound[field] !== "string")
      return [field, "give a text, or leave it out"]
  for (const field of lists)
    if (inbound[field] !== undefined && !Array.isArray(inbound[field])) return [field, "give a list, or leave it out"]
  const { attachments } = inbound
  return Array.isArray(attachments) && !attachments.every(isAttachment)
    ? ["attachments", `give each a url and one of these kinds: ${mediaParts.join(", ")}`]
    : undefined
}

/** What a receipt is about: a message by its id, or all until a moment. */
const isMeant = (message: unknown): boolean =>
  typeof message === "string"
    ? message.length <= longestId
    : typeof message === "object" && message !== null && "upTo" in message && Number.isFinite(message.upTo)

const isTally = ({ votes, isClosed }: { readonly votes: unknown; readonly isClosed: unknown }): boolean =>
  typeof isClosed === "boolean" && Array.isArray(votes) && votes.every((of) => Number.isSafeInteger(of) && of >= 0)

/** What a channel of the application's own brings may be anything. Throws `InputError`, which names the field. */
const mustBeInbound = (inbound: Inbound): void => {
  const wrong = (field: string, remedy: string) => new InputError("invalid", `inbound.${field}`, remedy)
  if (!types.has(inbound.type)) throw wrong("type", `name one of: ${[...types].join(", ")}`)
  if (!isText(inbound.id, longestId)) throw wrong("id", `give the provider's id, at most ${longestId} characters`)
  if (!isText(inbound.address, longestAddress))
    throw wrong("address", `give the sender's address, at most ${longestAddress} characters`)
  if (inbound.scheme !== undefined && !/^[a-z][a-z0-9-]{0,31}$/.test(inbound.scheme))
    throw wrong("scheme", "give a short word in lower case, such as phone")
  if (inbound.type === "message" && typeof inbound.text !== "string")
    throw wrong("text", "give a text, empty if need be")
  const isGesture = inbound.type === "reaction" || inbound.type === "edit"
  if (isGesture && !isText(inbound.message, longestId)) throw wrong("message", "give the provider's id of the message")
  if (inbound.type === "receipt" && !isMeant(inbound.message))
    throw wrong("message", "give the provider's id of the message, or upTo with a moment in milliseconds")
  const told: unknown = inbound.type === "reaction" ? inbound.emoji : inbound.type === "edit" ? inbound.text : null
  if (told !== null && typeof told !== "string")
    throw wrong(inbound.type === "edit" ? "text" : "emoji", "give a text, or null for what was taken back")
  if (inbound.type === "tally" && !isTally(inbound))
    throw wrong("votes", "give how many voted for each option, and whether it is closed")
  const [field, remedy] = strangeField({ ...inbound }) ?? []
  if (field !== undefined && remedy !== undefined) throw wrong(field, remedy)
}

/** Says of each kind once that it cannot be shown. */
const createWarnings = (report: (failure: unknown) => void) => {
  const told = new Set<string>()
  return (channel: string, inbound: Inbound): void => {
    if (inbound.type !== "message" || inbound.unsupported === undefined || told.size >= mostWarnings) return
    const warning = new UnsupportedWarning(channel, inbound.unsupported.slice(0, longestKind))
    if (told.has(warning.message)) return
    told.add(warning.message)
    report(warning)
  }
}

/** Of somebody who was erased nothing is taken in but what they say; the provider is not told to come again with the rest. */
const isOfErased = (failure: unknown, inbound: Inbound): boolean =>
  failure instanceof InputError && failure.field === erasedField && inbound.type !== "message"

/** How a house takes in what its channels bring: each as inputs of its own, and what is only true at this moment told to who looks on. */
export const createReceive = <Posted>({
  setting: { channels },
  clock,
  post,
  passedOver,
  report,
  present,
  tallied,
}: ReceiveHost<Posted>) => {
  const warn = createWarnings(report)
  return async (
    name: string,
    inbound: readonly Inbound[],
    { historic = false }: ReceiveOptions = {},
  ): Promise<readonly Posted[]> => {
    const channel = Object.hasOwn(channels, name) ? channels[name] : undefined
    if (!channel) throw new ConfigurationError("channels", `there is no channel named ${JSON.stringify(name)}`)
    for (const each of inbound) mustBeInbound(each)
    return Promise.all(
      inbound.flatMap((each) => {
        if (each.type === "typing") present?.({ place: placeOf(channel, each), channel: name, at: clock.now() })
        if (each.type === "tally") return [tallied?.(name, each).then(() => passedOver) ?? passedOver]
        warn(name, each)
        const salt = each.type === "wish" || each.type === "receipt" ? unguessable() : ""
        return inputsOfInbound(each, { name, channel, now: clock.now(), historic, salt }).map((input) =>
          post(input).catch((failure: unknown) => {
            if (isOfErased(failure, each)) return passedOver
            throw failure
          }),
        )
      }),
    )
  }
}
