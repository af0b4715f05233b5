import type { ConformanceCheck } from "./channel-conformance/check.ts"
import { capabilityChecks, declarationChecks } from "./channel-conformance/capability.ts"
import { configurationChecks } from "./channel-conformance/configuration.ts"
import { connectionChecks } from "./channel-conformance/connection.ts"
import { receiptChecks } from "./channel-conformance/receipt.ts"
import { renderChecks } from "./channel-conformance/render.ts"
import { requestChecks } from "./channel-conformance/request.ts"
import type { ChannelSubject } from "./channel-conformance/subject.ts"
import { webhookChecks } from "./channel-conformance/webhook.ts"

export type { ConformanceCheck } from "./channel-conformance/check.ts"
export { families, type Family } from "./channel-conformance/family.ts"
export type { ChannelSubject, Limited, Responses, Webhooks } from "./channel-conformance/subject.ts"

/**
 * What every channel has to do, as checks for any test runner. Each checks one promise and rejects with a sentence that says which.
 *
 * @example
 * const checks = channelConformance({ make: acme, config, otherConfig, secrets: ["token"], address: "1", webhooks, responses })
 * it.each(checks)("$name", async ({ run }) => { await expect(run()).resolves.toBeUndefined() })
 */
export const channelConformance = <Options extends object>(
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const channel = subject.make(subject.config)
  const behaviour =
    channel.shape === "http"
      ? [
          ...capabilityChecks(channel, subject),
          ...requestChecks(channel, subject),
          ...receiptChecks(channel, subject),
          ...webhookChecks(channel, subject),
        ]
      : connectionChecks(channel, subject)
  const render = renderChecks(channel, channel.shape === "http" ? channel.request : undefined, subject)
  return [...configurationChecks(subject), ...declarationChecks(channel), ...render, ...behaviour]
}
