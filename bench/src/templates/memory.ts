// Ours in one format alone, in a process of its own: `memory.ts FORMAT`. It tells what a message allocates and the peak of its memory.
import { BenchError } from "../bench-error.ts"
import { tellCost } from "../peak.ts"
import { formats, inTurns, ours } from "./message.ts"

const [given] = process.argv.slice(2)
const format = formats.find((each) => each === given)
if (!format) throw new BenchError(`there is no format named ${JSON.stringify(given)}`)
await tellCost(inTurns(ours(format)))
