// Ours of one case alone, in a process of its own: `memory.ts CASE`. It tells what a call allocates and the peak of its memory.
import { BenchError } from "../bench-error.ts"
import { tellCost } from "../peak.ts"
import { cases } from "./cases.ts"

const [name = ""] = process.argv.slice(2)
const open = Object.hasOwn(cases, name) ? cases[name] : undefined
if (!open) throw new BenchError(`there is no case named ${JSON.stringify(name)}`)
await tellCost(open().ours)
