// What a mailbox brought, handed to the core: the message, and the files that it names.
import type { ConnectionHost } from "@escucha/core"
import { filesIn } from "./inbound-files.ts"
import type { Incoming } from "./incoming.ts"

/** A refusal for good, so that trying again changes nothing: the core says so on its errors. */
export const isFinal = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "retryable" in error && error.retryable === false

/** Hands over a mail that was taken; resolves when everything of it is safe, and rejects as the core does. */
export const handOver = async (
  read: Exclude<Incoming, { readonly refused: unknown }>,
  host: Pick<ConnectionHost, "now" | "receive">,
  isOurs: (address: string) => boolean,
): Promise<void> => {
  if ("receipt" in read) {
    await host.receive([read.receipt])
    return
  }
  const { attachments, files } = filesIn(read.message.id, read.files)
  const message = {
    ...read.message,
    ...(attachments.length > 0 && { attachments }),
    // What comes from our own address is no customer who waits: a forwarding that goes in a circle ends here.
    ...(isOurs(read.message.address) && { automatic: true }),
  }
  await (attachments.length > 0 ? host.receive([message], files) : host.receive([message]))
}
