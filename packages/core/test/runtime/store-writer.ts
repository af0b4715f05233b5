// A process of its own for the tests of the SQLite store: it commits one entry after the other and says each number once it is
// safe, until somebody kills it. Where it cannot open the file it says why.
import { sqlite } from "../../src/sqlite.ts"
import { StoreError } from "../../src/kernel/errors.ts"
import { aStream, aWrite, type Noted } from "../../src/testing/store-builders.ts"

const store = sqlite<Noted>(process.argv[2] ?? "")
try {
  await store.migrate()
  const { streams } = await store.load({ inputs: [], identifiers: [], streams: [aStream(1)] })
  for (let after = streams.get(aStream(1))?.version ?? 0; ; after++) {
    await store.commit([aWrite(aStream(1), { after, text: `number ${after + 1}` })])
    process.stdout.write(`${after + 1}\n`)
    await new Promise((resume) => setImmediate(resume))
  }
} catch (failure) {
  if (!(failure instanceof StoreError)) throw failure
  process.stdout.write(`${failure.reason}\n`)
}
