import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { wordsOf } from "../../src/runtime/words.ts"
import { textWords } from "../../src/sentiment/text-word.ts"
import { createTopicFinder, defineTopic } from "../../src/sentiment.ts"

const delivery = defineTopic(
  "delivery",
  { es: ["entrega*", "repartidor*", "llegó tarde", "pie de calle"], en: ["deliver*", "courier", "arrived late"] },
  { label: { es: "Entrega", en: "Delivery" } },
)
const price = defineTopic("price", { es: ["precio*", "caro", "sin coste"], en: ["price*", "expensive", "sin tax"] })
const { find } = createTopicFinder([delivery, price])

const saidIn = (text: string, language?: string) =>
  find(text, language === undefined ? {} : { language }).map(
    ({ topic, start, end }) => `${topic}: ${text.slice(start, end)}`,
  )

describe("a topic", () => {
  it("is found by its words and phrases, whatever their accents and capitals, with where they stand", () => {
    expect(saidIn("LLEGO TARDE y el Repartidor no llamó")).toEqual(["delivery: LLEGO TARDE", "delivery: Repartidor"])
    expect(saidIn("El précio es muy caro".normalize("NFD"), "es")).toEqual([
      `price: ${"précio".normalize("NFD")}`,
      "price: caro",
    ])
    expect(saidIn("The deliveries were late, and so expensive!")).toEqual(["delivery: deliveries", "price: expensive"])
  })

  it("ends where a word ends, unless any ending was declared", () => {
    expect(saidIn("couriers and carousel", "en")).toEqual([])
    expect(saidIn("The courier", "en")).toEqual(["delivery: courier"])
    expect(saidIn("undelivered", "en")).toEqual([])
  })

  it("is not made of words of two sentences", () => {
    expect(saidIn("It arrived. Late as always", "en")).toEqual([])
    expect(saidIn("It arrived - late as always", "en")).toEqual(["delivery: arrived - late"])
  })

  it("is looked for in the language of the text, and in all of them where nobody can tell", () => {
    expect(saidIn("There is a sin tax on it, and it is expensive")).toEqual(["price: sin tax", "price: expensive"])
    expect(saidIn("Lo hicieron sin tax, y está muy bien para todos")).toEqual([])
    expect(saidIn("sin tax")).toEqual(["price: sin tax"])
    expect(saidIn("sin tax", "es-MX")).toEqual([])
    const porto = createTopicFinder([defineTopic("price", { pt: ["preço*"], es: ["precio*"] })])
    expect(porto.find("preços", { language: "pt-PT" })).toHaveLength(1)
    expect(porto.find("los preços", { language: "es" })).toHaveLength(1) // of Portuguese nobody here can tell
  })

  it("counts once at one place, by its longest phrase", () => {
    const late = createTopicFinder([defineTopic("late", { en: ["very late", "very late again", "late"] })])
    expect(late.find("very late again, late")).toEqual([
      { topic: "late", start: 0, end: 15 },
      { topic: "late", start: 17, end: 21 },
    ])
  })

  it("is found in scripts without spaces", () => {
    const { find: look } = createTopicFinder([defineTopic("delivery", { zh: ["快递"] })])
    expect(look("我的快递太慢")).toEqual([{ topic: "delivery", start: 2, end: 4 }])
    expect(look("快慢递")).toEqual([])
  })

  it("is refused by name where it cannot be one", () => {
    const refused = (name: string, words: unknown) => () =>
      defineTopic(name, words as { readonly es: readonly string[] }) // as a program without types would
    expect(refused("Delivery", {})).toThrow(/small letter/)
    expect(refused("delivery", { spanish: ["x"] })).toThrow(/topics\.delivery\.spanish/)
    expect(refused("delivery", { es: ["en*"] })).toThrow(/three letters/)
    expect(refused("delivery", { es: ["en*trega"] })).toThrow(/topics\.delivery\.es/)
    expect(refused("delivery", { es: ["¡!"] })).toThrow(/no word/)
    expect(refused("delivery", { es: "entrega" })).toThrow(/list/)
    expect(refused("delivery", { es: [7] })).toThrow(/texts/)
    expect(refused("delivery", { es: ["uno dos tres cuatro cinco seis siete"] })).toThrow(/6 words/)
  })

  const letters = fc.constantFrom(..."aeinorst áéñçÜ'’-.,!?0 ".split(""))
  const texts = fc.string({ unit: letters, maxLength: 60 })

  it("sees the words that a search sees", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(textWords(text).map((word) => word.text)).toEqual(wordsOf(text))
        for (const { text: word, start, end } of textWords(text))
          expect(wordsOf(text.slice(start, end))).toEqual([word])
      }),
      { numRuns: 3_000 },
    )
  })

  it("is found wherever its words were put, and nowhere outside of a text", () => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom("llegó tarde", "Repartidores", "pie de calle"),
        texts,
        (before, said, after) => {
          const text = `${before} ${said} ${after}`
          const hits = find(text, { language: "es" })
          expect(hits.some(({ start, end }) => text.slice(start, end) === said)).toBe(true)
          for (const { start, end } of hits) expect(start >= 0 && start < end && end <= text.length).toBe(true)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it("costs a hostile text no more than its length", () => {
    const text = "llego ".repeat(200_000)
    expect(find(text, { language: "es" })).toEqual([])
    expect(find("caro ".repeat(200_000), { language: "es" }).length).toBe(64)
  })
})
