/** A fenced block of TypeScript in a page. `line` is where its code begins. */
export interface Block {
  readonly page: string
  readonly line: number
  readonly language: "ts" | "tsx"
  readonly code: string
}

const fence = /^```(tsx?)\b[^\n]*\n([\s\S]*?)^```\s*$/gm

/** The TypeScript blocks of a page, each as it stands. */
export const blocksOf = (page: string, text: string): readonly Block[] => {
  const unix = text.replaceAll("\r\n", "\n")
  return [...unix.matchAll(fence)].map(({ index, 1: language, 2: code = "" }) => ({
    page,
    line: unix.slice(0, index).split("\n").length + 1,
    language: language === "tsx" ? "tsx" : "ts",
    code,
  }))
}

const continues = /^\/\/ continues\b/

/** Joins a block that starts with `// continues` to the one before it on its page, without what that one is expected to print. */
export const joined = (blocks: readonly Block[]): readonly Block[] =>
  blocks.map((block, index) => {
    if (!continues.test(block.code)) return block
    const start = blocks.slice(0, index).findLastIndex(({ code, page }) => page !== block.page || !continues.test(code))
    const before = blocks.slice(Math.max(start, 0), index).filter(({ page }) => page === block.page)
    return { ...block, code: [...before, block].map(({ code }) => code).join("") }
  })

const name = /^\/\/ ([a-z0-9-]+(?:\/[a-z0-9-]+)*\.tsx?)\b/

/** The file that a block stands for, beside its page's other blocks: the name in its first line, as in `// escucha.ts`, or its line. */
export const fileOf = ({ page, line, language, code }: Block): string =>
  `.docs/${page}/${name.exec(code)?.[1] ?? `line-${line}.${language}`}`

/** What a block prints, if it says so in lines that begin with `// run:`, in their order. */
export const printed = ({ code }: Block): string | undefined => {
  const lines = [...code.matchAll(/^\/\/ run: (.*)$/gm)].map(([, line = ""]) => line)
  return lines.length === 0 ? undefined : lines.join("\n")
}
