// Ours of one case alone, in a process of its own: `memory.ts CASE`. It tells the peak of its memory.
import { BenchError } from "../bench-error.ts"
import { tellPeak } from "../peak.ts"
import { cases, resolveAll } from "./case.ts"

const [name] = process.argv.slice(2)
const found = cases.find((each) => each.name === name)
if (!found) throw new BenchError(`there is no case named ${JSON.stringify(name)}`)
resolveAll(found.tell())
tellPeak()
