import { describe, expect, it } from "vitest"
import { sqliteStore } from "../../src/runtime/sqlite/store.ts"
import { memoryStore } from "../../src/runtime/store-memory.ts"
import { allPages, aStream, aWrite, type Noted } from "../../src/testing/store-builders.ts"
import type { Store } from "../../src/timeline/store.ts"

const stores = [
  ["memory", () => memoryStore<Noted>()],
  ["SQLite", () => sqliteStore<Noted>(":memory:")],
] as const

/** The places of the texts that a search finds, in its order. */
const found = async (store: Store<Noted>, texts: readonly string[], query: string, limit = 50) => {
  const streams = texts.map((_, place) => aStream(place + 1))
  const pages = await allPages(limit, (page) => store.search(query, page))
  return pages.flat().map(({ customer }) => streams.indexOf(customer))
}

const holding = async (make: (typeof stores)[number][1], texts: readonly string[]) => {
  const store: Store<Noted> = make()
  await store.commit(texts.map((text, place) => aWrite(aStream(place + 1), { text })))
  return store
}

describe.each(stores)("a search in %s", (_, make) => {
  it.each([
    ["Hola MUNDO", "or"],
    ["a red box", "a* OR b"],
    ["a red box", 'red" NOT box'],
    ["日本語の注文はどこですか", "注意"],
  ])("in %s does not find what is not there: %s", async (text, query) => {
    const store = await holding(make, [text])
    expect(await found(store, [text], query)).toEqual([])
  })

  it.each([
    ["near and or not", "NOT or"],
    ['say "hi" (now)', '"hi'],
    ["camión", "camion\u0301"],
    ["1,000 €", "000"],
    ["한국어 주문", "주문"],
    ["ΟΔΟΣΑ", "ΟΔΟΣ"],
    ["\ud800abc", "abc"],
    [`${"x".repeat(70)}y`, "x".repeat(64)],
    [Array.from({ length: 10_000 }, (__, place) => `w${place}`).join(" "), "w9999 w1"],
    ["日本語の注文はどこですか", "注文"],
    ["日本語の注文はどこですか", "文"],
    ["日本語の注文はどこですか abc", "注文 ab"],
    ["日本語の注文はどこですか abc", "文 ab"],
    ["我的订单在哪里", "订单"],
    [`${"的".repeat(100)}订单`, "订单"],
    ["ギターを注文", "ギター"],
    ["สวัสดีครับ", "ครับ"],
    [`a${"𠀀".repeat(60)}`, `${"𠀀".repeat(40)}`],
    ["order注文123", "注文"],
  ])("in %s finds %s", async (text, query) => {
    const store = await holding(make, [text, "something else"])
    expect(await found(store, [text, "something else"], query)).toEqual([0])
  })

  it("gives the same pages whether many or few of those that begin alike are meant", async () => {
    const texts = Array.from({ length: 1600 }, (__, place) =>
      [place % 2 === 0 ? "pedido" : "pedir", place % 3 === 0 ? "rojo" : "azul", place % 700 === 0 ? "pedal" : ""].join(
        " ",
      ),
    )
    const store = await holding(make, texts)
    const withWords = (...words: readonly string[]) =>
      texts
        .map((text, place) => ({ place, its: text.split(" ") }))
        .filter(({ its }) => words.every((word) => its.some((each) => each.startsWith(word))))
        .map(({ place }) => place)
        .toReversed()
    const queries = ["ped", "pedi", "pedido", "pedal", "rojo pedid", "rojo pedal", "pedal pedo", "pedidos", "rojo pe"]
    const each = queries.flatMap((query) => [3, 50, 600].map((limit) => ({ query, limit })))
    const answers = await Promise.all(each.map(({ query, limit }) => found(store, texts, query, limit)))
    expect(answers).toEqual(each.map(({ query }) => withWords(...query.split(" "))))
  })
})
