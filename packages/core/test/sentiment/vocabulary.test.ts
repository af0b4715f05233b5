import { describe, expect, it } from "vitest"
import { english } from "../../src/sentiment/lexicon-en.ts"
import { spanish } from "../../src/sentiment/lexicon-es.ts"
import { fold } from "../../src/sentiment/token.ts"
import { indexOf, sensesOf, type Vocabulary } from "../../src/sentiment/vocabulary.ts"

const itemsOf = ({ feelings, needs, negators, degrees, contrasts }: Vocabulary): readonly string[] =>
  [
    ...feelings.map(([, words]) => words),
    needs,
    ...negators.map(([, words]) => words),
    ...degrees.map(([, words]) => words),
    contrasts,
  ]
    .flatMap((words) => words.trim().split(/\s+/))
    .map(fold)

describe.each([
  ["Spanish", spanish],
  ["English", english],
])("the %s vocabulary", (_, vocabulary) => {
  it("says of no word two things", () => {
    const items = itemsOf(vocabulary)
    expect(items.filter((item, at) => items.indexOf(item) !== at)).toEqual([])
  })

  it("has stems of four letters or more, and none inside a phrase", () => {
    expect(itemsOf(vocabulary).filter((item) => item.includes("*") && !/^[a-z]{4,}\*$/.test(item))).toEqual([])
  })

  it("weighs between -3 and 3", () => {
    expect(
      vocabulary.feelings.map(([weight]) => weight).filter((weight) => weight === 0 || Math.abs(weight) > 3),
    ).toEqual([])
  })
})

describe("looking a word up", () => {
  const empty: Vocabulary = { feelings: [], needs: "", negators: [], degrees: [], contrasts: "" }
  const index = indexOf({
    es: {
      ...empty,
      feelings: [
        [2, "perfect*"],
        [-1, "perfectamente_mal"],
      ],
    },
    en: { ...empty, feelings: [[3, "perfectl*"]] },
  })

  it("prefers the word itself, then the longest stem", () => {
    expect(sensesOf(index, "perfecto")?.es?.meaning).toMatchObject({ plain: 2 })
    expect(sensesOf(index, "perfectly")?.en?.meaning).toMatchObject({ plain: 3 })
    expect(sensesOf(index, "perfectamente")?.es).toMatchObject({ meaning: { plain: 2 }, phrases: [{ rest: ["mal"] }] })
    expect(sensesOf(index, "perf")).toBeUndefined()
  })
})
