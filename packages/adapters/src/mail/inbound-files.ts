// Files that came inside a webhook: the message names them, and the core gets their bytes beside it.
import type { Attachment, MediaBytes } from "@escucha/core"
import { kindOf } from "./customer-mail.ts"

const longestName = 200

/** A file's name as it may be shown and kept: no path, no line. */
export const fileName = (name: string | undefined): string =>
  (name ?? "").replaceAll(/[/\\\r\n\0]/g, "_").slice(0, longestName) || "attachment"

/** The attachments of a mail, and the bytes of each by its url. `id` is the mail's. */
export const filesIn = (
  id: string,
  files: readonly MediaBytes[],
): { readonly attachments: readonly Attachment[]; readonly files: { readonly [url: string]: MediaBytes } } => {
  const named = files.map(({ bytes, type, name }, index) => ({
    url: `provider:${id}/${index}`,
    file: { bytes, type, name: fileName(name) },
  }))
  return {
    attachments: named.map(({ url, file: { bytes, type, name } }) => ({
      kind: kindOf(type),
      url,
      type,
      name,
      size: bytes.length,
    })),
    files: Object.fromEntries(named.map(({ url, file }) => [url, file])),
  }
}
