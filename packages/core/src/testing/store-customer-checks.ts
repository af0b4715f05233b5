import { expectRejection, expectSame } from "./expectation.ts"
import { allPages, aStream, aUnit, aWrite } from "./store-builders.ts"
import { storeCheck, type StoreCheck } from "./store-check.ts"

const [ana, ben, cleo, dora] = [aStream(1), aStream(2), aStream(3), aStream(4)]

/** What the list of customers promises. */
export const storeCustomerChecks: readonly StoreCheck[] = [
  storeCheck("names every customer once, the oldest first, in pages that fit together", async ({ store }) => {
    expectSame("nobody is there yet", await store.customers({ limit: 9 }), { items: [] })
    await store.commit([aWrite(cleo), aWrite(ana), aWrite(dora), aWrite(ben, { customer: ana })])
    for (const limit of [1, 2, 3, 9])
      expectSame(`pages of ${limit}`, (await allPages(limit, (page) => store.customers(page))).flat(), [
        ana,
        cleo,
        dora,
      ])
    for (const limit of [0, 1001, 1.5])
      await expectRejection(`a limit of ${limit}`, () => store.customers({ limit }), "InputError", { field: "limit" })
    const strange = () => store.customers({ limit: 1, after: "none of ours" })
    await expectRejection("a token of nobody", strange, "InputError", { field: "after" })
  }),
  storeCheck("goes on in the list of customers whoever came, went or was joined meanwhile", async ({ store }) => {
    await store.commit([aWrite(ana), aWrite(ben), aWrite(dora)])
    const first = await store.customers({ limit: 1 })
    expectSame("the first page", first.items, [ana])
    await store.commit([aWrite(cleo), aUnit()])
    await store.commit([aWrite(dora, { after: 1, customer: ben })])
    await store.erase(ana)
    const rest = await store.customers({ limit: 9, ...(first.next !== undefined && { after: first.next }) })
    expectSame("who lies behind the page", rest, { items: [ben, cleo] })
  }),
]
