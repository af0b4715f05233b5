import type { Channel, HttpShape } from "../channel/channel.ts"
import { arrivalCheck, arrivingChecks } from "./channel-conformance/arriving.ts"
import { attachmentChecks } from "./channel-conformance/attachment.ts"
import { capabilityChecks, declarationChecks } from "./channel-conformance/capability.ts"
import { type ConformanceCheck, missing, notApplicable } from "./channel-conformance/check.ts"
import { configurationChecks } from "./channel-conformance/configuration.ts"
import { connectionChecks } from "./channel-conformance/connection.ts"
import { discreetChecks } from "./channel-conformance/discreet.ts"
import { edgeChecks } from "./channel-conformance/edge.ts"
import { families, type Family } from "./channel-conformance/family.ts"
import { publicPollChecks } from "./channel-conformance/public-poll.ts"
import { receiptChecks } from "./channel-conformance/receipt.ts"
import { receiptOrderChecks } from "./channel-conformance/receipt-order.ts"
import { renderChecks } from "./channel-conformance/render.ts"
import { requestChecks } from "./channel-conformance/request.ts"
import { sourceCheck } from "./channel-conformance/source.ts"
import { schemaChecks } from "./channel-conformance/schema.ts"
import { faultChecks, optOutChecks, refusalChecks, windowChecks } from "./channel-conformance/sending.ts"
import type { ChannelSubject } from "./channel-conformance/subject.ts"
import { webhookChecks } from "./channel-conformance/webhook.ts"

export type { ConformanceCheck } from "./channel-conformance/check.ts"
export { families, type Family } from "./channel-conformance/family.ts"
export type { ChannelSubject, Limited, Responses, Webhooks } from "./channel-conformance/subject.ts"

const httpChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  ...capabilityChecks(channel, subject),
  ...publicPollChecks(channel, subject),
  ...requestChecks(channel, subject),
  ...receiptChecks(channel, subject),
  ...refusalChecks(channel, subject),
  ...faultChecks(channel, subject),
  ...discreetChecks(channel, subject),
  ...webhookChecks(channel, subject),
  ...arrivingChecks(channel, subject),
  ...receiptOrderChecks(channel, subject),
  ...attachmentChecks(channel, subject),
  ...schemaChecks(channel, subject),
]

const heldOpen: readonly Family[] = ["signature", "rate-limits", "refusals", "crash", "echo", "attachments", "schema"]

/** Of a connection its own library speaks the protocol: what the kit plays for HTTP has nothing to take hold of there. */
const openChecks = (): readonly ConformanceCheck[] =>
  heldOpen.map((family) =>
    notApplicable(family, "it keeps a connection open: its own tests look at this, with a server of its protocol"),
  )

const nothingLeaves: readonly Family[] = [
  "render",
  "faults",
  "rate-limits",
  "refusals",
  "opt-out",
  "window",
  "attachments",
  "schema",
  "crash",
  "echo",
]

/** A source only brings in: of what it would send there is nothing to look at. */
const sourceChecks = <Options extends object>(
  channel: Channel & HttpShape,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  ...sourceCheck(channel, subject),
  ...webhookChecks(channel, subject),
  ...(channel.capabilities.inbound ? arrivingChecks(channel, subject) : []),
  ...arrivalCheck(channel, subject),
  ...nothingLeaves.map((family) => notApplicable(family, "it is a source: nothing leaves here")),
]

/** Each family has a check, or says why it has none; one that has a check says nothing else. */
const complete = (checks: readonly ConformanceCheck[]): readonly ConformanceCheck[] => {
  const looked = new Set(checks.filter((each) => each.notApplicable === undefined).map(({ family }) => family))
  const said = new Set(checks.map(({ family }) => family))
  const unsaid = families.filter((family) => !said.has(family))
  return [
    ...checks.filter(({ family, notApplicable: why }) => why === undefined || !looked.has(family)),
    ...unsaid.map((family) => missing(family, "something to look at", `nothing is known of its ${family}`)),
  ]
}

/**
 * What every channel has to do, as checks for any test runner, in fifteen families. Each checks one promise and rejects with a sentence
 * that says which. What a channel declares and the kit was given nothing to look at with, fails. A check with `notApplicable` proves
 * nothing and says why, by what the channel declares.
 *
 * @example
 * const checks = channelConformance({ make: acme, config, otherConfig, secrets: ["token"], address: "1", webhooks, responses })
 * it.each(checks)("$name", async ({ run }) => { await expect(run()).resolves.toBeUndefined() })
 */
export const channelConformance = <Options extends object>(
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const channel = subject.make(subject.config)
  if (channel.shape === "http" && channel.capabilities.outbound === false)
    return complete([
      ...configurationChecks(subject),
      ...sourceChecks(channel, subject),
      ...edgeChecks(channel, subject),
    ])
  return complete([
    ...configurationChecks(subject),
    ...declarationChecks(channel),
    ...renderChecks(channel, channel.shape === "http" ? channel.request : undefined, subject),
    ...(channel.shape === "http"
      ? httpChecks(channel, subject)
      : [...connectionChecks(channel, subject), ...openChecks()]),
    ...arrivalCheck(channel, subject),
    ...optOutChecks(channel, subject),
    ...windowChecks(channel, subject),
    ...edgeChecks(channel, subject),
  ])
}
