import { describe, expect, it } from "vitest"
import { emergingWords, type FeltText } from "../../src/sentiment.ts"

const times = (n: number, text: string, label: FeltText["label"]): readonly FeltText[] =>
  Array.from({ length: n }, () => ({ text, label }))

/** Numbers in [0, 1) that are the same each time. */
const dice = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe("words that nobody declared", () => {
  it("are those that unhappy answers use more than happy ones, in either language", () => {
    const found = emergingWords([
      ...times(12, "Terrible: la cremallera se rompió y la tienda no contesta", "negative"),
      ...times(10, "Me encanta la tienda, llega todo genial", "positive"),
      ...times(8, "The zip broke after a week, awful", "negative"),
      ...times(9, "I love the colour, excellent", "positive"),
    ])
    const words = found.map((each) => each.words)
    expect(words).toContain("cremallera")
    expect(words).toContain("zip")
    expect(words).not.toContain("tienda") // the happy ones say so as well
    expect(words).not.toContain("colour")
    expect(found.find((each) => each.words === "zip")).toMatchObject({ unhappy: 8, happy: 0 })
  })

  it("are no feelings, no common words and no words of a topic that was declared", () => {
    const text = "Terrible, this courier was not there"
    const covered = [{ start: text.indexOf("courier"), end: text.indexOf("courier") + 7 }]
    const happy = times(20, "Excellent colours everywhere", "positive")
    expect(emergingWords([...times(20, text, "negative"), ...happy]).map(({ words }) => words)).toEqual(["courier"])
    expect(emergingWords([...times(20, text, "negative").map((each) => ({ ...each, covered })), ...happy])).toEqual([])
  })

  it("are a pair where two words always stand together", () => {
    const found = emergingWords([
      ...times(15, "pésimo: el lector de tarjetas falla, bateria hinchada", "negative"),
      ...times(15, "genial: catálogo enorme, tallas grandes, embalaje cuidado, colores vivos", "positive"),
    ])
    expect(found.map(({ words }) => words)).toContain("bateria hinchada")
    expect(found.map(({ words }) => words)).not.toContain("hinchada")
    expect(found.some(({ words }) => words.includes("tarjetas bateria"))).toBe(false)
  })

  it("need so many texts that use them, however often one text repeats them", () => {
    const happy = times(30, "lovely shoes", "positive")
    expect(emergingWords([...times(2, "awful ".concat("zip ".repeat(50)), "negative"), ...happy])).toEqual([])
    const eight = [...times(8, "awful zip", "negative"), ...happy]
    expect(emergingWords(eight).map(({ words }) => words)).toEqual(["zip"])
    expect(emergingWords(eight, { least: 9 })).toEqual([])
    expect(emergingWords(eight, { most: 0 })).toEqual([])
  })

  it("are hardly any where feeling has nothing to do with what is said", () => {
    const random = dice(7)
    const vocabulary = Array.from(
      { length: 100 },
      (_, place) => `thing${String.fromCharCode(97 + (place % 26))}${"xyzw".charAt(place % 4)}q`,
    )
    let told = 0
    for (let round = 0; round < 50; round++) {
      const texts = Array.from({ length: 400 }, (): FeltText => ({
        text: Array.from({ length: 6 }, () => vocabulary[Math.floor(random() * vocabulary.length)] ?? "").join(", "),
        label: random() < 0.4 ? "negative" : "positive",
        language: "en",
      }))
      told += emergingWords(texts, { most: 1_000 }).filter(({ words }) => !words.includes(" ")).length
    }
    const drawn = new Set(vocabulary).size
    expect(told / (50 * drawn)).toBeLessThan(0.025)
  })
})
