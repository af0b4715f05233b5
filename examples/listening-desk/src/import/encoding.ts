/** How the bytes of a file are read as text, or why they cannot be. */
export type Encoding = { readonly encoding: "utf-8" | "utf-16le" | "utf-16be" } | { readonly remedy: string }

const beginsWith = (head: Uint8Array, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte)

/**
 * The encoding of a file that begins so. UTF-16 has a mark of its own (https://www.unicode.org/faq/utf_bom.html); everything else is
 * taken as UTF-8, unless it is plainly no text.
 */
export const encodingOf = (head: Uint8Array): Encoding => {
  if (beginsWith(head, 0xff, 0xfe)) return { encoding: "utf-16le" }
  if (beginsWith(head, 0xfe, 0xff)) return { encoding: "utf-16be" }
  if (beginsWith(head, 0x1f, 0x8b)) return { remedy: "the file is compressed; unpack it with gunzip first" }
  if (beginsWith(head, 0x50, 0x4b, 0x03, 0x04))
    return { remedy: "the file is a ZIP archive or a spreadsheet; unpack it, or save the sheet as CSV" }
  if (head.subarray(0, 2).includes(0)) return { remedy: "the file is not UTF-8 text; save it as UTF-8" }
  return { encoding: "utf-8" }
}
