const letters = "abcdefghijklmnopqrstuvwxyz"

/**
 * What stands before each choice where they are written as lines, so that they can be named: numbers from 1, or letters where a label
 * holds a figure itself ("2. 3 or more" would have two meanings). None where all of them are numbers: the numbers of a scale name
 * themselves.
 *
 * @example
 * marksOf(["Yes", "No"]) // ["1", "2"]
 * marksOf(["1-2", "3 or more"]) // ["a", "b"]
 */
export const marksOf = (labels: readonly string[]): readonly string[] | undefined => {
  if (labels.every((label) => /^[+-]?\d+(?:[.,]\d+)?$/.test(label))) return undefined
  const isLettered = labels.length <= letters.length && labels.some((label) => /\p{Nd}/u.test(label))
  return labels.map((_, index) => (isLettered ? (letters[index] ?? "") : String(index + 1)))
}

/** Choices as lines: `1. Yes`, or `a) 1-2`. */
export const linesOfChoices = (labels: readonly string[]): readonly string[] => {
  const marks = marksOf(labels)
  if (!marks) return []
  return labels.map((label, index) => `${marks[index] ?? ""}${/\d/.test(marks[index] ?? "") ? "." : ")"} ${label}`)
}
