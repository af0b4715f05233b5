// What a mailbox brought, handed to the core: its files first, then the message that names them.
import type { Attachment, ConnectionHost, InboundMessage, MediaBytes } from "@escucha/core"
import { kindOf } from "./customer-mail.ts"
import type { Incoming } from "./incoming.ts"

/** A refusal for good, so that trying again changes nothing: the core says so on its errors. */
export const isFinal = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "retryable" in error && error.retryable === false

const keptBy = async ({ keep }: ConnectionHost, { bytes, type, name }: MediaBytes): Promise<Attachment | undefined> => {
  if (!keep) return undefined
  try {
    return { kind: kindOf(type), ...(await keep(bytes, { type, name })) }
  } catch (error) {
    if (isFinal(error)) return undefined // too large, or of a kind that is not kept: the words come in all the same
    throw error
  }
}

const withFiles = (message: InboundMessage, kept: readonly (Attachment | undefined)[]): InboundMessage => {
  const attachments = kept.filter((each) => each !== undefined)
  const lost = kept.length - attachments.length
  return {
    ...message,
    ...(attachments.length > 0 && { attachments }),
    ...(lost > 0 && {
      unsupported: "attachment",
      metadata: { ...message.metadata, attachments: String(lost) },
    }),
  }
}

/** Hands over a mail that was taken; resolves when everything of it is safe, and rejects as the core does. */
export const handOver = async (
  read: Exclude<Incoming, { readonly refused: unknown }>,
  host: ConnectionHost,
  isOurs: (address: string) => boolean,
): Promise<void> => {
  if ("receipt" in read) {
    await host.receive([read.receipt])
    return
  }
  const kept: (Attachment | undefined)[] = []
  for (const file of read.files) kept.push(await keptBy(host, file)) // one at a time: a mail may hold many
  const message = withFiles(read.message, kept)
  // What comes from our own address is no customer who waits: a forwarding that goes in a circle ends here.
  await host.receive([isOurs(message.address) ? { ...message, automatic: true } : message])
}
