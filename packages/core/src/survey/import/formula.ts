import { call, foreign, literal, reference, type Expression } from "./expression.ts"

/** The pieces that formulas of a language are cut into: one of these, whatever stands before it. */
export const piecesOf = (...kinds: readonly RegExp[]): RegExp =>
  new RegExp(`\\s*(?:${kinds.map(({ source }) => source).join("|")})`, "iy")

/** How the formulas of a language are written. */
export interface Grammar {
  /** What a formula is cut into; sticky, with the groups `number`, `text`, `name`, `word` and `sign`, each of them one piece. */
  readonly pieces: RegExp
  /** Signs and words between two things, by how strongly they bind. */
  readonly between: (piece: string) => Between | undefined
  /** Signs and words before one thing. */
  readonly before: (piece: string) => ((of: Expression) => Expression) | undefined
  /** Words behind one thing. */
  readonly behind: (piece: string) => ((of: Expression) => Expression) | undefined
  /** A word that stands alone. */
  readonly alone: (word: string) => Expression
  readonly called: (name: string, of: readonly Expression[]) => Expression
  /** What is said of a quoted text; quotes and all. */
  readonly quoted: (text: string) => string
  /** The sign for the answer to which the formula belongs. */
  readonly itself?: string
}

/** An operator between two things. */
export interface Between {
  readonly power: number
  readonly join: (one: Expression, other: Expression) => Expression
}

interface Piece {
  readonly kind: "number" | "text" | "name" | "word" | "sign"
  readonly said: string
}

const longest = 10_000
const deepest = 64
const unreadable = "it cannot be read"

const kinds = ["number", "text", "name", "word", "sign"] as const

const cutInto = (formula: string, pattern: RegExp): readonly Piece[] | undefined => {
  const pieces: Piece[] = []
  const cut = new RegExp(pattern.source, "iy")
  const end = formula.trimEnd().length
  while (cut.lastIndex < end) {
    const groups = cut.exec(formula)?.groups
    const kind = kinds.find((each) => groups?.[each] !== undefined)
    const said = kind && groups?.[kind]
    if (kind === undefined || said === undefined) return undefined
    pieces.push({ kind, said })
  }
  return pieces
}

// Reads one piece after the other; what cannot be read ends the reading, and the whole is refused.
class Reader {
  readonly #pieces: readonly Piece[]
  readonly #grammar: Grammar
  #at = 0
  #depth = 0
  isLost = false

  constructor(pieces: readonly Piece[], grammar: Grammar) {
    this.#pieces = pieces
    this.#grammar = grammar
  }

  get isDone(): boolean {
    return this.#at >= this.#pieces.length
  }

  #next(): Piece | undefined {
    return this.#pieces[this.#at]
  }

  #take(sign: string): boolean {
    const next = this.#next()
    if (next?.kind !== "sign" || next.said !== sign) return false
    this.#at += 1
    return true
  }

  #lost(): Expression {
    this.isLost = true
    return literal(null)
  }

  read(power = 0): Expression {
    this.#depth += 1
    let one = this.#depth > deepest ? this.#lost() : this.#behind(this.#first())
    while (!this.isLost) {
      const next = this.#next()
      const found =
        next && (next.kind === "sign" || next.kind === "word") ? this.#grammar.between(next.said) : undefined
      if (!found || found.power <= power) break
      this.#at += 1
      one = found.join(one, this.read(found.power))
    }
    this.#depth -= 1
    return one
  }

  #behind(one: Expression): Expression {
    const next = this.#next()
    const found = next?.kind === "word" ? this.#grammar.behind(next.said) : undefined
    if (!found) return one
    this.#at += 1
    return this.#behind(found(one))
  }

  #listed(closing: string): readonly Expression[] {
    const of: Expression[] = []
    if (this.#take(closing)) return of
    do of.push(this.read())
    while (!this.isLost && this.#take(","))
    if (!this.#take(closing)) this.#lost()
    return of
  }

  #first(): Expression {
    const next = this.#next()
    if (!next) return this.#lost()
    this.#at += 1
    const { kind, said } = next
    if (kind === "number") return literal(Number(said))
    if (kind === "text") return literal(this.#grammar.quoted(said))
    if (kind === "name") return reference(said)
    const prefix = this.#grammar.before(said)
    const isCalled = kind === "word" && this.#next()?.said === "("
    if (prefix && !isCalled) return prefix(this.read(100))
    if (isCalled) {
      this.#at += 1
      return this.#grammar.called(said, this.#listed(")"))
    }
    if (kind === "word") return this.#grammar.alone(said)
    if (said === this.#grammar.itself) return reference(said)
    if (said === "(") {
      const inner = this.read()
      return this.#take(")") ? inner : this.#lost()
    }
    return said === "[" ? { kind: "list", of: this.#listed("]") } : this.#lost()
  }
}

/** What a formula says, before its meaning is looked at. */
export const parseFormula = (formula: string, grammar: Grammar): Expression => {
  if (formula.length > longest) return foreign(`${formula.slice(0, 40)}…`, `it is longer than ${longest} characters`)
  const pieces = cutInto(formula, grammar.pieces)
  if (!pieces || pieces.length === 0) return foreign(formula, unreadable)
  const reader = new Reader(pieces, grammar)
  const expression = reader.read()
  return reader.isLost || !reader.isDone ? foreign(formula, unreadable) : expression
}

/** An operator that calls one thing on both of its sides. */
export const joins = (power: number, name: Parameters<typeof call>[0]): Between => ({
  power,
  join: (one, other) => call(name, one, other),
})

/** An operator that calls the opposite of one thing. */
export const joinsNot = (power: number, name: Parameters<typeof call>[0]): Between => ({
  power,
  join: (one, other) => call("not", call(name, one, other)),
})

/** An operator that we cannot say. */
export const joinsNothing = (power: number, sign: string, reason: string): Between => ({
  power,
  join: () => foreign(sign, reason),
})
