import { posix } from "node:path"
import type { Page } from "./pages.ts"

/** A link that leads nowhere. */
export interface DeadLink {
  readonly page: string
  readonly line: number
  readonly target: string
}

const fenced = /^```[\s\S]*?^```\s*$/gm
const code = /`[^`\n]*`/g
const link = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g
const heading = /^#{1,6}\s+(.+?)\s*#*\s*$/gm

/** The page with its blocks of code blanked, so that lines keep their numbers. */
const withoutBlocks = (text: string): string =>
  text.replaceAll("\r\n", "\n").replaceAll(fenced, (block) => block.replaceAll(/[^\n]/g, " "))

/** A heading as the address of its section: small letters, hyphens for spaces, no other marks. */
const anchorOf = (title: string): string =>
  title
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-")

/** The addresses of the sections of a page; a title that comes again is numbered. */
export const anchorsOf = (text: string): ReadonlySet<string> => {
  const taken = new Map<string, number>()
  const anchors = [...withoutBlocks(text).matchAll(heading)].map(([, title = ""]) => {
    const anchor = anchorOf(title)
    const before = taken.get(anchor) ?? 0
    taken.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
  return new Set(anchors)
}

/** The links of these pages to files that `exists` does not know, and to sections that the linked page does not have. */
export const deadLinks = (pages: readonly Page[], exists: (path: string) => boolean): readonly DeadLink[] => {
  const anchors = new Map(pages.map(({ path, text }) => [path, anchorsOf(text)]))
  return pages.flatMap(({ path, text }) => {
    const prose = withoutBlocks(text).replaceAll(code, (inline) => " ".repeat(inline.length))
    return [...prose.matchAll(link)].flatMap(({ index, 1: target = "" }): readonly DeadLink[] => {
      if (/^[a-z][a-z+.-]*:/i.test(target)) return []
      const [file = "", anchor] = target.split("#")
      const linked = file === "" ? path : posix.normalize(posix.join(posix.dirname(path), file))
      const leads = exists(linked) && (anchor === undefined || anchors.get(linked)?.has(anchor) === true)
      return leads ? [] : [{ page: path, line: prose.slice(0, index).split("\n").length, target }]
    })
  })
}
