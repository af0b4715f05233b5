// Ours in one format alone, in a process of its own: `memory.ts KIND FORMAT`. It tells what a message allocates and the peak of its memory.
import { BenchError } from "../bench-error.ts"
import { tellCost } from "../peak.ts"
import { formats, inTurns, kinds, ours } from "./message.ts"

const [which, given] = process.argv.slice(2)
const format = formats.find((each) => each === given)
const kind = kinds.find((each) => each === which)
if (!format || !kind) throw new BenchError(`there is no ${JSON.stringify(which)} in ${JSON.stringify(given)}`)
await tellCost(inTurns(ours(kind, format)))
