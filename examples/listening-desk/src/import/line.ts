/** A line of a file, counted from 1, without its "\n"; a "\r" before that is still there. */
export interface Line {
  readonly number: number
  /** `null` where the line is longer than we read: it was passed over. */
  readonly text: string | null
}

/** The longest line that is read, in UTF-16 units; a text may have 64 kB, the rest is for everything around it. */
export const longestLine = 1_048_576

/** Cuts text into lines as it comes, and holds no more than one line. */
export interface LineCutter {
  readonly cut: (text: string) => readonly Line[]
  /** The last line, where the file does not end with "\n". */
  readonly end: () => readonly Line[]
}

/** Starts at line 1. A line that is too long is given as `null` once it has ended. */
export const createLineCutter = (longest = longestLine): LineCutter => {
  let number = 0,
    rest = "",
    isTooLong = false
  const finish = (): Line => {
    const line: Line = { number: ++number, text: isTooLong || rest.length > longest ? null : rest }
    rest = ""
    isTooLong = false
    return line
  }
  return {
    cut: (text) => {
      const parts = text.split("\n")
      const lines: Line[] = []
      for (const [index, part] of parts.entries()) {
        if (!isTooLong) rest += part
        if (index < parts.length - 1) lines.push(finish())
      }
      if (rest.length > longest) {
        rest = ""
        isTooLong = true
      }
      return lines
    },
    end: () => (rest === "" && !isTooLong ? [] : [finish()]),
  }
}
