/** The longest HTML that is read; what lies behind it is cut off. */
const longest = 200_000
const entities: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }

/**
 * The words of simple HTML, as networks write posts: paragraphs and breaks become lines, everything else that is a tag is taken out.
 * What comes out is text, and never HTML again. Takes linear time, whatever comes in.
 */
export const textOfHtml = (html: string): string =>
  html
    .slice(0, longest)
    .replaceAll(/<br\s{0,4}\/?>/gi, "\n")
    .replaceAll(/<\/p>/gi, "\n\n")
    .replaceAll(/<[a-z/!][^<>]{0,2000}>/gi, "")
    .replaceAll(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return entities[name.toLowerCase()] ?? whole
        const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)
        return point > 0 && point <= 0x10_ffff ? String.fromCodePoint(point) : whole
      },
    )
    .trim()
