/** Something of a foreign survey or rule that we cannot say the same way. It is listed, and nothing is put in its place. */
export interface Unsupported {
  /** Where it stands: the name of the question, or the place in the rule. */
  readonly where: string
  /** What it is, in the words of whoever wrote it. */
  readonly what: string
  /** Why not, or what to do instead. */
  readonly reason: string
}
