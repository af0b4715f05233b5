// A second process on the file of the first: says what it was told.
import { sqliteStore } from "../../packages/core/src/runtime/sqlite/store.ts"
import { StoreError } from "../../packages/core/src/kernel/errors.ts"

const [, , file = ""] = process.argv
const store = sqliteStore(file)
try {
  await store.migrate()
  console.log(`open: ${(await store.size()).customers} customers`)
  await store.close()
} catch (failure) {
  if (!(failure instanceof StoreError)) throw failure
  console.log(`${failure.name} ${failure.reason}: ${failure.message}`)
}
